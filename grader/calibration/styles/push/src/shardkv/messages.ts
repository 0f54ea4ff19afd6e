/** What travels between clerks, admins, controllers and groups. Controllers tell groups what to do. */
import type { Config, Groups } from 'splitbrain/shardkv';

export type Change =
  | { readonly kind: 'join'; readonly groups: Groups }
  | { readonly kind: 'leave'; readonly gids: readonly number[] }
  | { readonly kind: 'move'; readonly shard: number; readonly gid: number };

/** Tells one call of a client from all others; a second copy of it has the same. */
export interface Ticket {
  readonly client: string;
  readonly sequence: number;
}

export type ChangeArgs = Ticket & { readonly change: Change };

export type WrongLeader = { readonly err: 'ErrWrongLeader' };

export type Led<Answer> = ({ readonly err: 'OK' } & Answer) | WrongLeader;

export interface ControllerRpc {
  change(args: ChangeArgs): Led<object>;
  query(args: { readonly num: number }): Led<{ readonly config: Config }>;
}

export type PutErr = 'OK' | 'ErrNoKey' | 'ErrVersion';

/** Everything that must go wherever a shard goes. */
export interface Contents {
  readonly entries: Record<string, { readonly value: string; readonly version: number }>;
  /** The last put of each client, and what came of it: the answer to a second copy. */
  readonly sessions: Record<string, { readonly sequence: number; readonly err: PutErr }>;
}

export type PutArgs = Ticket & {
  readonly key: string;
  readonly value: string;
  readonly version: number;
};

/** The step of one shard from one group to another, on the way to configuration `num`. */
export interface Step {
  readonly num: number;
  readonly shard: number;
}

export type GetAnswer =
  | { readonly err: 'OK'; readonly value: string; readonly version: number }
  | { readonly err: 'ErrNoKey' | 'ErrWrongGroup' }
  | WrongLeader;

export type PutAnswer = { readonly err: PutErr | 'ErrWrongGroup' } | WrongLeader;

export interface GroupRpc {
  get(args: { readonly key: string }): GetAnswer;
  put(args: PutArgs): PutAnswer;
  /** Stops serving the shard. Gives what is in it, or null when it was dropped after this very step. */
  freeze(args: Step): Led<{ readonly contents: Contents | null }>;
  /** Begins to serve the shard, unless this step was made before. */
  install(args: Step & { readonly contents: Contents }): Led<object>;
  /** Deletes a shard that is frozen for this step. */
  drop(args: Step): Led<object>;
}
