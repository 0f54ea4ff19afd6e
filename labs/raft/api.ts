/** Lab 3, Raft: everything that a student's server imports. */
import type { Handlers, Json } from '../node.ts';

export { sleep, type Json, type Node, type Peer, type Persister } from '../node.ts';

/** Answer of `getState`: what this server believes now. */
export interface RaftState {
  /** currentTerm of the Raft paper's Figure 2. */
  readonly term: number;
  /** Whether this server believes that it is the leader of that term. */
  readonly isLeader: boolean;
}

/** Answer of `start`: where the command will stand if it is ever committed, or that this is no leader. */
export type StartResult =
  | { readonly isLeader: true; readonly index: number; readonly term: number }
  | { readonly isLeader: false };

/** What a server hands to the service above it: a committed command, or a snapshot in place of many. */
export type ApplyMsg =
  | { readonly command: Json; readonly commandIndex: number }
  | { readonly snapshot: Json; readonly snapshotIndex: number; readonly snapshotTerm: number };

/** The service's side of `apply`. It returns at once; any `snapshot` call comes later, on its own. */
export type Apply = (msg: ApplyMsg) => void;

/** What the service asks of a Raft server, besides the RPC handlers that its peers call. */
export interface RaftService {
  /** The current term, and whether this server believes it is the leader. Must not change anything. */
  getState(): RaftState;
  /**
   * Asks for agreement on `command`. Returns at once, without waiting for agreement: the index that
   * the command will have if it is ever committed (the first is 1), and the current term; or
   * `{ isLeader: false }`. There is no promise that the command will ever be committed.
   */
  start(command: Json): StartResult;
  /**
   * The service has `snapshot`, which holds everything up to and including `index`: the log up to
   * there is no longer needed. `index` was applied by this server before (Lab 3D).
   */
  snapshot(index: number, snapshot: Json): void;
}

/** A Raft server: the service's methods, and a handler for each RPC named in `Rpc`. */
export type Raft<Rpc> = RaftService & Handlers<Rpc>;
