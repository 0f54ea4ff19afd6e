/** The three remote procedure calls of the Raft paper, Figures 2 and 13. */
import type { Json } from 'splitbrain/raft';
import type { Conflict, LogEntry } from './log.ts';

/** Asks for a vote. */
export interface RequestVoteArgs {
  readonly term: number;
  readonly candidateId: number;
  readonly lastLogIndex: number;
  readonly lastLogTerm: number;
}

export interface RequestVoteReply {
  readonly term: number;
  readonly voteGranted: boolean;
}

/** Replicates `entries`, which follow the entry at `prevLogIndex`; without entries, a heartbeat. */
export interface AppendEntriesArgs {
  readonly term: number;
  readonly prevLogIndex: number;
  readonly prevLogTerm: number;
  readonly entries: readonly LogEntry[];
  readonly leaderCommit: number;
}

export interface AppendEntriesReply {
  readonly term: number;
  readonly success: boolean;
  /** Where the logs part, when that is why the entries were refused. */
  readonly conflict?: Conflict;
}

/** Replaces the beginning of a log that lies too far behind. */
export interface InstallSnapshotArgs {
  readonly term: number;
  readonly lastIncludedIndex: number;
  readonly lastIncludedTerm: number;
  readonly snapshot: Json;
}

export interface InstallSnapshotReply {
  readonly term: number;
}

export interface RaftRpc {
  requestVote(args: RequestVoteArgs): RequestVoteReply;
  appendEntries(args: AppendEntriesArgs): AppendEntriesReply;
  installSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply;
}
