/** Lab 4, a fault-tolerant key/value service: everything that a student's code imports. */
import type { Handlers, Json } from '../node.ts';
import type { RaftService } from '../raft/api.ts';

export { sleep, type Handlers, type Json, type Node, type Peer, type Persister } from '../node.ts';
export type { Apply, ApplyMsg, RaftService, RaftState } from '../raft/api.ts';

/**
 * What a service keeps on every server. It must be deterministic: equal operations in equal order give
 * equal results and equal snapshots, on every server.
 */
export interface StateMachine {
  /** Carries out one operation, which has been committed, and answers with its result. */
  doOp(op: Json): Json;
  /** Everything that the operations so far have come to (4C). */
  snapshot(): Json;
  /** Takes over the state of a snapshot, in place of the one it has (4C). */
  restore(snapshot: Json): void;
}

export interface RsmOptions {
  /**
   * When Raft's saved state reaches this many bytes, a snapshot is due (4C). `null`: never take one.
   */
  readonly maxStateBytes: number | null;
}

/**
 * What became of an operation that was submitted: its result, once it is committed and carried out; or
 * `ErrWrongLeader`, when this server is not the leader, or stopped being the leader before it saw the
 * operation committed. In the second case the operation may still take effect.
 */
export type SubmitResult =
  { readonly err: 'OK'; readonly value: Json } | { readonly err: 'ErrWrongLeader' };

/** A state machine that is the same on every server, because Raft's log feeds it. */
export interface Rsm {
  /** The Raft server below. */
  readonly raft: RaftService;
  /** Puts an operation into the log, and resolves when it was carried out, or when that is in doubt. */
  submit(op: Json): Promise<SubmitResult>;
}

export interface GetArgs {
  readonly key: string;
}

/** The answer to a get: the value and its version, or that there is no such key. */
export type GetResult =
  | { readonly err: 'OK'; readonly value: string; readonly version: number }
  | { readonly err: 'ErrNoKey' };

export type GetReply = GetResult | { readonly err: 'ErrWrongLeader' };

/** Writes `value` if the key has this very version, which then grows by one; a new key has version 0. */
export interface PutArgs {
  readonly key: string;
  readonly value: string;
  readonly version: number;
}

/**
 * A server's answer to a put. `ErrVersion`: the key has another version. `ErrNoKey`: there is no such
 * key, and the version was not 0. In neither case was anything written.
 */
export interface PutReply {
  readonly err: 'OK' | 'ErrVersion' | 'ErrNoKey' | 'ErrWrongLeader';
}

/**
 * What a clerk answers to a put. `ErrMaybe`: the version was wrong, but an earlier send may have been
 * carried out and have changed it; nobody can tell any more.
 */
export interface PutResult {
  readonly err: 'OK' | 'ErrVersion' | 'ErrNoKey' | 'ErrMaybe';
}

/** What every server of the service offers to clerks. */
export interface KvRpc {
  get(args: GetArgs): GetReply;
  put(args: PutArgs): PutReply;
}

/** One server of the service: the handlers for clerks, on a replicated state machine. */
export interface KvServer extends Handlers<KvRpc> {
  /** Public, so that the tests can ask its Raft who leads. */
  readonly rsm: Rsm;
}

/** A client's way to the service: it finds the leader, and tries again for as long as it takes. */
export interface Clerk {
  get(key: string): Promise<GetResult>;
  put(key: string, value: string, version: number): Promise<PutResult>;
}
