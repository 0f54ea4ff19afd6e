/** The replicated log, whose beginning a snapshot may have replaced (sections 5.3 and 7). */
import type { Json } from 'splitbrain/raft';

export interface LogEntry {
  readonly term: number;
  readonly command: Json;
}

/** A log as it is saved: the entries after the snapshot, and what the snapshot ends with. */
export interface SavedLog {
  readonly snapshotIndex: number;
  readonly snapshotTerm: number;
  readonly entries: readonly LogEntry[];
}

/**
 * A follower's hint to a leader whose entry before the new ones it does not have: the term of its own
 * entry there, if any, and the first index that this term has in its log.
 */
export interface Conflict {
  readonly term: number | null;
  readonly firstIndex: number;
}

export class Log {
  /** The last index that the snapshot holds; 0 without a snapshot. */
  snapshotIndex: number;
  private snapshotTerm: number;
  /** Invariant: `entries[i]` is the entry at index `snapshotIndex + 1 + i`. */
  private entries: LogEntry[];

  constructor(saved: SavedLog = { snapshotIndex: 0, snapshotTerm: 0, entries: [] }) {
    this.snapshotIndex = saved.snapshotIndex;
    this.snapshotTerm = saved.snapshotTerm;
    this.entries = [...saved.entries];
  }

  get lastIndex(): number {
    return this.snapshotIndex + this.entries.length;
  }

  get lastTerm(): number {
    return this.entries.at(-1)?.term ?? this.snapshotTerm;
  }

  /** The term of the entry at `index`, or `undefined` where this log has none, or no longer. */
  termAt(index: number): number | undefined {
    return index === this.snapshotIndex ? this.snapshotTerm : this.entryAt(index)?.term;
  }

  entryAt(index: number): LogEntry | undefined {
    return this.entries[index - this.snapshotIndex - 1];
  }

  /** The entries from `index` on, which must lie after the snapshot. */
  entriesFrom(index: number): LogEntry[] {
    return this.entries.slice(index - this.snapshotIndex - 1);
  }

  append(entry: LogEntry): void {
    this.entries.push(entry);
  }

  /** Whether a log that ends with the given entry is at least as up-to-date as this one (5.4.1). */
  isNoNewerThan(lastLogIndex: number, lastLogTerm: number): boolean {
    if (lastLogTerm !== this.lastTerm) return lastLogTerm > this.lastTerm;
    return lastLogIndex >= this.lastIndex;
  }

  /** Why entries that follow (prevLogIndex, prevLogTerm) cannot be taken; `undefined` if they can. */
  findConflict(prevLogIndex: number, prevLogTerm: number): Conflict | undefined {
    if (prevLogIndex < this.snapshotIndex) return undefined; // what is in a snapshot was committed
    const term = this.termAt(prevLogIndex);
    if (term === prevLogTerm) return undefined;
    if (term === undefined) return { term: null, firstIndex: this.lastIndex + 1 };

    let firstIndex = prevLogIndex;
    while (this.entryAt(firstIndex - 1)?.term === term) firstIndex -= 1;
    return { term, firstIndex };
  }

  /** The index that a leader with this log tries next: past the conflicting term if it has it too. */
  nextIndexAfter(conflict: Conflict, prevLogIndex: number): number {
    for (let index = prevLogIndex; index > this.snapshotIndex; index -= 1) {
      const term = this.termAt(index) ?? 0;
      if (term === conflict.term) return index + 1;
      if (conflict.term === null || term < conflict.term) break;
    }
    return conflict.firstIndex;
  }

  /**
   * Takes over `entries`, which follow `prevLogIndex`. Only an entry that conflicts with a new one
   * goes, with all that follow it: the message may be an old one, and what stands behind its last
   * entry may be acknowledged already. Answers whether the log changed.
   */
  merge(prevLogIndex: number, entries: readonly LogEntry[]): boolean {
    for (const [offset, entry] of entries.entries()) {
      const index = prevLogIndex + 1 + offset;
      const isKnown = index <= this.snapshotIndex || this.termAt(index) === entry.term;
      if (isKnown) continue;

      const kept = this.entries.slice(0, index - this.snapshotIndex - 1);
      this.entries = [...kept, ...entries.slice(offset)];
      return true;
    }
    return false;
  }

  /** Drops what a snapshot holds. Entries behind it stay only if they are known to continue it. */
  startAfterSnapshot(snapshotIndex: number, snapshotTerm: number): void {
    const continuesSnapshot = this.termAt(snapshotIndex) === snapshotTerm;
    this.entries = continuesSnapshot ? this.entriesFrom(snapshotIndex + 1) : [];
    this.snapshotIndex = snapshotIndex;
    this.snapshotTerm = snapshotTerm;
  }

  /** The log as plain data, to be saved. */
  toSaved(): SavedLog {
    const { snapshotIndex, snapshotTerm, entries } = this;
    return { snapshotIndex, snapshotTerm, entries };
  }

  /** The last entry that the snapshot holds, as InstallSnapshot names it. */
  get lastIncluded(): { lastIncludedIndex: number; lastIncludedTerm: number } {
    return { lastIncludedIndex: this.snapshotIndex, lastIncludedTerm: this.snapshotTerm };
  }
}
