import type { Json } from 'splitbrain/raft';

export interface Entry {
  readonly term: number;
  readonly command: Json;
}

/** One shape for both questions: would you vote for me in this term, and do you. */
export interface Candidacy {
  readonly term: number;
  readonly candidate: number;
  readonly lastIndex: number;
  readonly lastTerm: number;
}

export interface Ballot {
  readonly term: number;
  readonly granted: boolean;
}

export interface Append {
  readonly term: number;
  readonly prevIndex: number;
  readonly prevTerm: number;
  readonly entries: readonly Entry[];
  readonly commitIndex: number;
}

export type Appended =
  | { readonly term: number; readonly matchIndex: number }
  /** Refused: the leader's term is over, or it must first try the entries from `tryFrom` on. */
  | { readonly term: number; readonly tryFrom?: number };

export interface Install {
  readonly term: number;
  readonly index: number;
  readonly indexTerm: number;
  readonly snapshot: Json;
}

export interface PreVoteRpc {
  preVote(candidacy: Candidacy): Ballot;
  requestVote(candidacy: Candidacy): Ballot;
  appendEntries(append: Append): Appended;
  installSnapshot(install: Install): { readonly term: number };
}
