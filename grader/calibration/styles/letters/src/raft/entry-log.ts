/** The log as a map from index to entry; what a snapshot holds is no longer in it. */
import type { Json } from 'splitbrain/raft';

export interface Entry {
  readonly term: number;
  /** JSON text. */
  readonly command: string;
}

export interface SavedLog {
  readonly lastIncludedIndex: number;
  readonly lastIncludedTerm: number;
  readonly entries: readonly Entry[];
}

const EMPTY: SavedLog = { lastIncludedIndex: 0, lastIncludedTerm: 0, entries: [] };

export class EntryLog {
  lastIndex: number;
  lastIncludedIndex: number;
  lastIncludedTerm: number;
  private readonly entries = new Map<number, Entry>();

  constructor({ lastIncludedIndex, lastIncludedTerm, entries }: SavedLog = EMPTY) {
    this.lastIndex = lastIncludedIndex;
    this.lastIncludedIndex = lastIncludedIndex;
    this.lastIncludedTerm = lastIncludedTerm;
    for (const entry of entries) this.append(entry);
  }

  get lastTerm(): number {
    return this.termAt(this.lastIndex);
  }

  append(entry: Entry): void {
    this.lastIndex += 1;
    this.entries.set(this.lastIndex, entry);
  }

  /** The term at `index`; -1 where this log has no entry, or no longer. */
  termAt(index: number): number {
    if (index === this.lastIncludedIndex) return this.lastIncludedTerm;
    return this.entries.get(index)?.term ?? -1;
  }

  commandAt(index: number): Json {
    return JSON.parse(this.entries.get(index)?.command ?? 'null') as Json;
  }

  /** The entries from `first` up to and including `last`. */
  slice(first: number, last: number): Entry[] {
    const found: Entry[] = [];
    for (let index = first; index <= last; index += 1) {
      const entry = this.entries.get(index);
      if (entry !== undefined) found.push(entry);
    }
    return found;
  }

  /** Whether a log that ends with the given entry is at least as up-to-date as this one. */
  isNoNewerThan(lastLogIndex: number, lastLogTerm: number): boolean {
    if (lastLogTerm !== this.lastTerm) return lastLogTerm > this.lastTerm;
    return lastLogIndex >= this.lastIndex;
  }

  /** Whether entries that follow the given one fit; what a snapshot holds was committed, so it does. */
  has(prevLogIndex: number, prevLogTerm: number): boolean {
    return prevLogIndex < this.lastIncludedIndex || this.termAt(prevLogIndex) === prevLogTerm;
  }

  /** Takes over entries, and answers whether any was new; only one that conflicts cuts the log. */
  merge(prevLogIndex: number, entries: readonly Entry[]): boolean {
    const offset = entries.findIndex((entry, i) => {
      const index = prevLogIndex + 1 + i;
      return index > this.lastIncludedIndex && this.termAt(index) !== entry.term;
    });
    if (offset < 0) return false;
    for (const first = prevLogIndex + 1 + offset; this.lastIndex >= first; this.lastIndex -= 1) {
      this.entries.delete(this.lastIndex);
    }
    for (const entry of entries.slice(offset)) this.append(entry);
    return true;
  }

  /** Drops what a snapshot holds; entries after it stay only if they follow its very last entry. */
  startAfter(lastIncludedIndex: number, lastIncludedTerm: number): void {
    const isContinued = this.termAt(lastIncludedIndex) === lastIncludedTerm;
    for (const index of this.entries.keys()) {
      if (index <= lastIncludedIndex || !isContinued) this.entries.delete(index);
    }
    if (!isContinued) this.lastIndex = lastIncludedIndex;
    this.lastIncludedIndex = lastIncludedIndex;
    this.lastIncludedTerm = lastIncludedTerm;
  }

  toSaved(): SavedLog {
    const { lastIncludedIndex, lastIncludedTerm, lastIndex } = this;
    const entries = this.slice(lastIncludedIndex + 1, lastIndex);
    return { lastIncludedIndex, lastIncludedTerm, entries };
  }
}
