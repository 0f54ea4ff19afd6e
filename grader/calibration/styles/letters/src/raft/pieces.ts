/** Snapshots on their way: cut into pieces by the leader, put together again by the follower. */
import type { Json } from 'splitbrain/raft';

/** So short that even a small snapshot takes several letters. */
const PIECE_LENGTH = 4;

/** A part of a snapshot's JSON text, from `offset` on. */
export interface Piece {
  readonly lastIncludedIndex: number;
  readonly lastIncludedTerm: number;
  readonly offset: number;
  readonly text: string;
  readonly isLast: boolean;
}

/** The text is kept, since the leader may replace its snapshot before the last piece has arrived. */
export class OutgoingSnapshot {
  readonly lastIncludedIndex: number;
  private readonly lastIncludedTerm: number;
  private readonly text: string;
  private offset = 0;

  constructor(lastIncludedIndex: number, lastIncludedTerm: number, snapshot: Json) {
    this.lastIncludedIndex = lastIncludedIndex;
    this.lastIncludedTerm = lastIncludedTerm;
    this.text = JSON.stringify(snapshot);
  }

  piece(): Piece {
    const { lastIncludedIndex, lastIncludedTerm, offset } = this;
    const end = offset + PIECE_LENGTH;
    const text = this.text.slice(offset, end);
    return { lastIncludedIndex, lastIncludedTerm, offset, text, isLast: end >= this.text.length };
  }

  /** Goes on, or back, to `offset`; answers whether it was elsewhere. */
  moveTo(offset: number): boolean {
    const isNews = offset !== this.offset;
    this.offset = offset;
    return isNews;
  }
}

/** The pieces of one snapshot that have come so far, in their order. */
export class IncomingSnapshot {
  private lastIncludedIndex = 0;
  private text = '';

  get progress(): { lastIncludedIndex: number; nextOffset: number } {
    return { lastIncludedIndex: this.lastIncludedIndex, nextOffset: this.text.length };
  }

  /** Takes a piece if it is the next one, neither a copy nor too early; answers whether it was the last. */
  take({ lastIncludedIndex, offset, text, isLast }: Piece): boolean {
    if (lastIncludedIndex > this.lastIncludedIndex) {
      this.lastIncludedIndex = lastIncludedIndex;
      this.text = '';
    }
    if (lastIncludedIndex < this.lastIncludedIndex || offset !== this.text.length) return false;
    this.text += text;
    return isLast;
  }

  parse(): Json {
    return JSON.parse(this.text) as Json;
  }
}
