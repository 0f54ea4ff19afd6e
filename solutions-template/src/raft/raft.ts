/**
 * Lab 3: your Raft. The handout is labs/raft/README.md; "Figure 2" is the one of the Raft paper.
 *
 * The names, parameters and results of the methods below are what the tests call. Everything else
 * is yours: add fields, private methods, RPCs and files beside this one as you see fit. An underscore
 * before a name says that nothing uses it yet; take it away when you do.
 */
import type { Apply, Json, Node, Raft, RaftState, StartResult } from 'splitbrain/raft';

/** Asks a peer for its vote. */
export interface RequestVoteArgs {
  /** The candidate's term. */
  readonly term: number;
  // Your fields here (3A): Figure 2 lists the others.
}

export interface RequestVoteReply {
  /** The voter's term, from which an outdated candidate learns that it is outdated. */
  readonly term: number;
  // Your fields here (3A).
}

/** Brings log entries to a follower; without any, it is the leader's heartbeat. */
export interface AppendEntriesArgs {
  /** The leader's term. */
  readonly term: number;
  // Your fields here (3A for heartbeats, 3B for the log).
}

export interface AppendEntriesReply {
  /** The follower's term, from which an outdated leader learns that it is outdated. */
  readonly term: number;
  // Your fields here (3A, 3B; 3C adds a hint for backing up fast).
}

/** Brings a snapshot to a follower that needs entries which the leader no longer has. */
export interface InstallSnapshotArgs {
  /** The leader's term. */
  readonly term: number;
  // Your fields here (3D): Figure 13 lists them; leave out what only serves chunks.
}

export interface InstallSnapshotReply {
  /** The follower's term, from which an outdated leader learns that it is outdated. */
  readonly term: number;
}

/**
 * The RPCs that your servers offer each other: a name, what goes in, what comes back. Both travel as
 * JSON. Call one as `await this.node.peers[server]?.requestVote(args)`; the answer is `undefined`
 * when the request or the reply was lost.
 */
export interface RaftRpc {
  requestVote(args: RequestVoteArgs): RequestVoteReply;
  appendEntries(args: AppendEntriesArgs): AppendEntriesReply;
  installSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply;
}

/** One Raft server. A crash ends the object; a restart makes a new one on the same disk. */
export default class MyRaft implements Raft<RaftRpc> {
  /** This server's index, its peers, its disk and its log of the run. */
  readonly node: Node<RaftRpc>;

  /**
   * Hands a committed command to the service: each one once, in the order of the log, without gaps.
   * In 3D also a snapshot from the leader, in place of the commands that it covers.
   */
  readonly apply: Apply;

  // Your fields here (3A, 3B, 3C): the state that Figure 2 lists, and what your timers need.

  /**
   * Runs at every start of the server, first start and restart alike. It must return soon: set
   * timers here, or call an async method without waiting for it.
   */
  constructor(node: Node<RaftRpc>, apply: Apply) {
    this.node = node;
    this.apply = apply;

    // Your code here (3A): wait for a leader's heartbeat, and run for leader when none comes.
    // Your code here (3C): begin from what `node.persister.readState()` gives back, if anything.
    // Your code here (3D): begin after the snapshot, which the service restores by itself.
  }

  /** The current term, and whether this server believes that it leads it. Changes nothing. */
  getState(): RaftState {
    throw new Error('not implemented: getState (labs/raft/README.md, Part 3A)');
  }

  /**
   * The service wants a command in the log. Returns at once, before there is any agreement: the
   * index that the command will have if it is ever committed (the first is 1) and the current term,
   * or `{ isLeader: false }`. A leader may still lose its office before the command is committed.
   */
  start(_command: Json): StartResult {
    throw new Error('not implemented: start (labs/raft/README.md, Part 3B)');
  }

  /**
   * The service wrote down its state as it is after the command at an index that this server has
   * applied. Saves the snapshot together with a log that begins after that index.
   */
  snapshot(_index: number, _snapshot: Json): void {
    throw new Error('not implemented: snapshot (labs/raft/README.md, Part 3D)');
  }

  /** A candidate asks for this server's vote. May be late, or the second copy of one request. */
  requestVote(_args: RequestVoteArgs): RequestVoteReply {
    throw new Error('not implemented: requestVote (labs/raft/README.md, Part 3A)');
  }

  /** A leader sends entries or a heartbeat. May be late, out of order, or the second copy. */
  appendEntries(_args: AppendEntriesArgs): AppendEntriesReply {
    throw new Error('not implemented: appendEntries (labs/raft/README.md, Parts 3A and 3B)');
  }

  /** A leader sends its snapshot. May be late, out of order, or the second copy. */
  installSnapshot(_args: InstallSnapshotArgs): InstallSnapshotReply {
    throw new Error('not implemented: installSnapshot (labs/raft/README.md, Part 3D)');
  }
}
