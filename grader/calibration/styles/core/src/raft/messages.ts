/** What servers tell each other. Requests and answers alike are messages, and each carries its term. */
import type { Json } from 'splitbrain/raft';

export interface Entry {
  readonly term: number;
  readonly command: Json;
}

export type Body =
  | { readonly type: 'vote'; readonly lastIndex: number; readonly lastTerm: number }
  | { readonly type: 'ballot'; readonly granted: boolean }
  | {
      readonly type: 'append';
      readonly prevIndex: number;
      readonly prevTerm: number;
      readonly entries: readonly Entry[];
      readonly commit: number;
    }
  /** The sender's log is the leader's up to `match`. */
  | { readonly type: 'appended'; readonly match: number }
  /** The entry at `prevIndex` differs; a later one than (hintIndex, hintTerm) cannot be shared. */
  | {
      readonly type: 'refused';
      readonly prevIndex: number;
      readonly hintIndex: number;
      readonly hintTerm: number;
    }
  | {
      readonly type: 'install';
      readonly index: number;
      readonly indexTerm: number;
      readonly snapshot: Json;
    }
  /** Says only that the term is over. */
  | { readonly type: 'outdated' };

export type Message = Body & { readonly from: number; readonly to: number; readonly term: number };

/** The one call: messages go there, and those that answer them come back. */
export interface CoreRpc {
  exchange(batch: readonly Message[]): readonly Message[];
}
