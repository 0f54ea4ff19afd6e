/** What travels between clerks, admins, controllers and shard groups. */
import type { Config, Groups } from 'splitbrain/shardkv';

/** What an admin wants changed. */
export type Change =
  | { readonly kind: 'join'; readonly groups: Groups }
  | { readonly kind: 'leave'; readonly gids: readonly number[] }
  | { readonly kind: 'move'; readonly shard: number; readonly gid: number };

/** A change with its number at its admin, so that a second copy is known as one. */
export interface ChangeArgs {
  readonly client: string;
  readonly sequence: number;
  readonly change: Change;
}

export type ErrWrongLeader = { readonly err: 'ErrWrongLeader' };

export interface ControllerRpc {
  change(args: ChangeArgs): { readonly err: 'OK' } | ErrWrongLeader;
  query(args: {
    readonly num: number;
  }): { readonly err: 'OK'; readonly config: Config } | ErrWrongLeader;
  /** For shard groups: configuration `num` if this controller knows it, which need not lead. */
  peek(args: { readonly num: number }): { readonly config: Config | null };
}

export interface Entry {
  readonly value: string;
  readonly version: number;
}

/** One shard's keys. */
export type ShardData = Record<string, Entry>;

export interface PutArgs {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

/** A shard that changed hands with configuration `num`. */
export interface Departure {
  readonly num: number;
  readonly shard: number;
}

/**
 * Why a group did not do what it was asked to. `ErrLostLeader` differs from `ErrWrongLeader`: the
 * operation was in the log, and may yet be carried out.
 */
export type Refusal = { readonly err: 'ErrWrongGroup' | 'ErrWrongLeader' | 'ErrLostLeader' };

export type GetAnswer = ({ readonly err: 'OK' } & Entry) | { readonly err: 'ErrNoKey' } | Refusal;

export type PutAnswer = { readonly err: 'OK' | 'ErrNoKey' | 'ErrVersion' } | Refusal;

export interface GroupRpc {
  get(args: { readonly key: string }): GetAnswer;
  put(args: PutArgs): PutAnswer;
  /** For the shard's new owner: what was in it when it left. */
  fetchShard(
    args: Departure,
  ): { readonly err: 'OK'; readonly data: ShardData } | { readonly err: 'ErrNotReady' };
  /** The new owner has the shard for good. */
  forgetShard(args: Departure): { readonly err: 'OK' } | ErrWrongLeader;
}
