/** What servers write to each other. A call brings one letter, and a letter is answered by another. */
import type { Entry } from './entry-log.ts';
import type { Piece } from './pieces.ts';

/** A letter before its sender has signed it with its number and its term. */
export type Body =
  | { readonly kind: 'requestVote'; readonly lastLogIndex: number; readonly lastLogTerm: number }
  | { readonly kind: 'vote'; readonly granted: boolean }
  | {
      readonly kind: 'appendEntries';
      readonly prevLogIndex: number;
      readonly prevLogTerm: number;
      readonly entries: readonly Entry[];
      readonly leaderCommit: number;
    }
  | ({ readonly kind: 'snapshotPiece' } & Piece)
  /** The sender's log is the leader's up to `matchIndex`. */
  | { readonly kind: 'appended'; readonly matchIndex: number }
  /** The entry at `prevLogIndex` is another one, or the log ends before it, at `lastLogIndex`. */
  | { readonly kind: 'refused'; readonly prevLogIndex: number; readonly lastLogIndex: number }
  | {
      readonly kind: 'pieceTaken';
      readonly lastIncludedIndex: number;
      readonly nextOffset: number;
    }
  /** Says only that the term is over. */
  | { readonly kind: 'outdated' };

export type Letter = Body & { readonly from: number; readonly term: number };
export type LetterOf<Kind extends Letter['kind']> = Extract<Letter, { kind: Kind }>;

export interface LettersRpc {
  post(letter: Letter): 0;
}

/** Whether a letter wants an answer; if answers had answers, letters would go back and forth for ever. */
export function isRequest({ kind }: Letter): boolean {
  return kind === 'requestVote' || kind === 'appendEntries' || kind === 'snapshotPiece';
}
