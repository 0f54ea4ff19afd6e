/** What servers write to each other. Nothing is ever returned: an answer is a letter of its own. */
import type { Json } from 'splitbrain/raft';
import type { Line } from './journal.ts';

/** The sender stands; its journal ends so. */
export interface Candidacy {
  readonly last: number;
  readonly lastTerm: number;
}

/** Lines that follow line `after`; none, to be heard. */
export interface News {
  readonly after: number;
  readonly afterTerm: number;
  readonly lines: readonly Line[];
  readonly committed: number;
}

/** The service's state in place of the journal up to line `upTo`. */
export interface Digest {
  readonly upTo: number;
  readonly upToTerm: number;
  readonly state: Json;
}

/** A letter without its head. Its one key says what it is. */
export type Body =
  | { readonly candidacy: Candidacy }
  | { readonly vote: boolean }
  | { readonly news: News }
  | { readonly digest: Digest }
  /** The sender's journal is the leader's up to this line. */
  | { readonly agreed: number }
  /** Line `after` is another one here, or the journal ends before it, at line `last`. */
  | { readonly apart: { readonly after: number; readonly last: number } }
  /** Says only that the reader's term is over. */
  | { readonly over: true };

export type Letter = Body & { readonly by: number; readonly term: number };

export interface OneWayRpc {
  write(letter: Letter): null;
}

/** Whether a letter wants an answer; if answers had answers, letters would go back and forth for ever. */
export function wantsAnswer(letter: Letter): boolean {
  return 'candidacy' in letter || 'news' in letter || 'digest' in letter;
}
