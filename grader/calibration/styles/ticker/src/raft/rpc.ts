import type { Json } from 'splitbrain/raft';

export interface Entry {
  index: number;
  term: number;
  command: Json;
}

export interface RequestVoteArgs {
  term: number;
  candidateId: number;
  lastLogIndex: number;
  lastLogTerm: number;
}

export interface RequestVoteReply {
  term: number;
  voteGranted: boolean;
}

export interface AppendEntriesArgs {
  term: number;
  leaderId: number;
  prevLogIndex: number;
  prevLogTerm: number;
  entries: Entry[];
  leaderCommit: number;
}

/** On a conflict: xTerm is the term found there (-1: none), xIndex its first index, xLen the length. */
export interface AppendEntriesReply {
  term: number;
  success: boolean;
  xTerm?: number;
  xIndex?: number;
  xLen?: number;
}

export interface InstallSnapshotArgs {
  term: number;
  leaderId: number;
  lastIncludedIndex: number;
  lastIncludedTerm: number;
  data: Json;
}

export interface InstallSnapshotReply {
  term: number;
}

export interface TickerRpc {
  requestVote(args: RequestVoteArgs): RequestVoteReply;
  appendEntries(args: AppendEntriesArgs): AppendEntriesReply;
  installSnapshot(args: InstallSnapshotArgs): InstallSnapshotReply;
}
