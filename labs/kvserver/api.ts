/** Lab 2, key/value server and lock: everything that a student's server, clerk and locks import. */
import type { Handlers } from '../node.ts';

export { sleep, type Json, type Node, type Peer } from '../node.ts';

export interface GetArgs {
  readonly key: string;
}

/** What a key holds, or that it does not exist. */
export type GetReply =
  | { readonly err: 'OK'; readonly value: string; readonly version: number }
  | { readonly err: 'ErrNoKey' };

export interface PutArgs {
  readonly key: string;
  readonly value: string;
  /** The version that the key must have; 0 for a key that must not exist yet. */
  readonly version: number;
}

/** Done, or refused without any effect. */
export interface PutReply {
  readonly err: 'OK' | 'ErrVersion' | 'ErrNoKey';
}

/** What a clerk tells of a put. `ErrMaybe`: it was carried out once or not at all, nobody can tell. */
export interface PutResult {
  readonly err: PutReply['err'] | 'ErrMaybe';
}

/** The RPCs of a key/value server. */
export interface KvRpc {
  /** The key's value and version; `ErrNoKey` when it does not exist. */
  get(args: GetArgs): GetReply;
  /**
   * Writes `value` if the key's version is `version`, and the version grows by one: the first put of
   * a key has version 0 and makes version 1. `ErrVersion` when the key has another version,
   * `ErrNoKey` when it does not exist and `version` is not 0.
   */
  put(args: PutArgs): PutReply;
}

/** A key/value server: one handler for each RPC. */
export type KvServer = Handlers<KvRpc>;

/** A client's side of the server: it sends again until there is an answer. */
export interface Clerk {
  get(key: string): Promise<GetReply>;
  /**
   * As the RPC, with one more answer: `ErrMaybe` when the request was sent more than once and the
   * server refuses the version, because an earlier send may be the very reason.
   */
  put(key: string, value: string, version: number): Promise<PutResult>;
}

/** A lock that one client holds at a time, kept in the key/value service under a name. */
export interface Lock {
  /** Resolves when this client holds the lock. */
  acquire(): Promise<void>;
  /** Returns the lock up; only its holder calls it. */
  release(): Promise<void>;
}

/** What a guarded key holds and the token it was written under, or that it was never written. */
export type GuardedReply =
  | { readonly err: 'OK'; readonly value: string; readonly token: number }
  | { readonly err: 'ErrNoKey' };

/** Written, or refused because another client has, or may have, taken the lock over. */
export interface GuardedResult {
  readonly err: 'OK' | 'ErrFenced';
}

/**
 * A lock that is lent for a time. A holder that is late may still believe that it holds the lock, so
 * what the lock protects is written under the holder's fencing token, and refuses a lower one.
 */
export interface LeaseLock {
  /**
   * Resolves when this client holds the lock, for `leaseMs` from then at the most, to its fencing
   * token: a number greater than that of every holder before. It is not renewed: after `leaseMs`
   * without a release another client may take the lock over.
   */
  acquire(): Promise<number>;
  /** Returns the lock up, unless it was taken over: what another client holds stays as it is. */
  release(): Promise<void>;
  /** Writes a guarded key under the token of the last `acquire`. */
  write(key: string, value: string): Promise<GuardedResult>;
  /** Reads a guarded key; no lock is needed for that. */
  read(key: string): Promise<GuardedReply>;
}
