/** What a leader knows of one follower, and what it writes to it next. */
import type { Json } from 'splitbrain/raft';
import type { EntryLog } from './entry-log.ts';
import type { LetterOf, Body } from './letters.ts';
import { OutgoingSnapshot } from './pieces.ts';

const ENTRIES_A_LETTER = 80;

/** What a leader sends of. */
export interface Source {
  readonly log: EntryLog;
  readonly savedIndex: number;
  readonly commitIndex: number;
  readonly readSnapshot: () => Json;
}

export class Follower {
  matchIndex = 0;
  lastHeard = Date.now();
  transfer: OutgoingSnapshot | undefined;
  private nextIndex: number;
  /** How far the next refusal moves nextIndex back; it doubles, to find a log far behind soon. */
  private stride = 1;

  constructor(nextIndex: number) {
    this.nextIndex = nextIndex;
  }

  /** Whether there is something to send before the next heartbeat. */
  lacks(savedIndex: number): boolean {
    return this.transfer === undefined && this.nextIndex <= savedIndex;
  }

  nextLetter({ log, savedIndex, commitIndex, readSnapshot }: Source): Body {
    if (this.nextIndex <= log.lastIncludedIndex) {
      const { lastIncludedIndex, lastIncludedTerm } = log;
      this.transfer ??= new OutgoingSnapshot(lastIncludedIndex, lastIncludedTerm, readSnapshot());
    }
    if (this.transfer) return { kind: 'snapshotPiece', ...this.transfer.piece() };
    const prevLogIndex = this.nextIndex - 1;
    const prevLogTerm = log.termAt(prevLogIndex);
    const end = Math.min(savedIndex, prevLogIndex + ENTRIES_A_LETTER);
    const entries = log.slice(this.nextIndex, end);
    // It runs ahead of the answers: a letter that is lost shows in the refusal of the next.
    this.nextIndex += entries.length;
    return { kind: 'appendEntries', prevLogIndex, prevLogTerm, entries, leaderCommit: commitIndex };
  }

  appended({ matchIndex }: LetterOf<'appended'>): void {
    this.stride = 1;
    this.matchIndex = Math.max(this.matchIndex, matchIndex);
    this.nextIndex = Math.max(this.nextIndex, this.matchIndex + 1);
    if (this.transfer && this.transfer.lastIncludedIndex <= this.matchIndex) {
      this.transfer = undefined;
    }
  }

  /** Moves nextIndex back; answers whether that is called for, as it is not by a late refusal. */
  refused({ prevLogIndex, lastLogIndex }: LetterOf<'refused'>): boolean {
    if (prevLogIndex <= this.matchIndex) return false;
    const back = Math.min(prevLogIndex + 1 - this.stride, lastLogIndex + 1, this.nextIndex);
    this.nextIndex = Math.max(this.matchIndex + 1, back);
    this.stride *= 2;
    return true;
  }
}
