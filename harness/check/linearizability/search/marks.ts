import { byte, int } from '../cell.ts';
import type { Timeline } from './timeline.ts';

/** What is known of each operation in flight: whether its effect is spent, and whether it is owed to. */
export class Marks {
  /** By slots: whose effect is spent. */
  readonly used: Int32Array;
  /** By slots: to whom nothing is owed any more. */
  readonly free: Int32Array;
  private readonly time: Timeline;
  /** Position to the length of the trail when it became free; only for one that is free and not taken. */
  private readonly freedAt: Int32Array;
  /** By depth, both marks as they were before a move. */
  private readonly saved: Int32Array[] = [];

  constructor(time: Timeline) {
    this.time = time;
    this.used = new Int32Array(time.maskWords);
    this.free = new Int32Array(time.maskWords);
    this.freedAt = new Int32Array(time.slotOf.length);
  }

  isFree(position: number): boolean {
    const slot = int(this.time.slotOf, position);
    return ((int(this.free, slot >>> 5) >>> (slot & 31)) & 1) === 1;
  }

  /** Where in the trail one that is free and not taken can stand. */
  placeOf(position: number): number {
    return int(this.freedAt, position);
  }

  use(position: number): void {
    mark(this.used, int(this.time.slotOf, position));
  }

  /** Its answer is accounted for. */
  settle(position: number): void {
    mark(this.free, int(this.time.slotOf, position));
  }

  /** It can be slipped in at the end of the trail as it is. */
  slip(position: number, trailLength: number): void {
    this.freedAt[position] = trailLength;
    this.settle(position);
  }

  owe(position: number): void {
    unmark(this.free, int(this.time.slotOf, position));
  }

  /** It is in flight no more. */
  leave(position: number): void {
    unmark(this.used, int(this.time.slotOf, position));
    unmark(this.free, int(this.time.slotOf, position));
  }

  /** Whether something loose in flight is not free. */
  owesSomething(rank: number): boolean {
    const start = rank * this.free.length;
    for (let word = 0; word < this.free.length; word++) {
      if ((int(this.time.looseMasks, start + word) & ~int(this.free, word)) !== 0) return true;
    }
    return false;
  }

  /** An overwrite comes: all that is loose, but for `except`, can be slipped in before it. */
  slipAll(rank: number, trailLength: number, except: number): void {
    if (!this.owesSomething(rank)) return;
    const { changers, isLoose } = this.time;
    for (let index = changers.count(rank) - 1; index >= 0; index--) {
      const position = changers.position(rank, index);
      if (byte(isLoose, position) === 0 || position === except || this.isFree(position)) continue;
      this.slip(position, trailLength);
    }
  }

  save(depth: number): void {
    const words = this.used.length;
    const saved = (this.saved[depth] ??= new Int32Array(2 * words));
    // Marks are a word or two, for which a loop is much faster than set().
    for (let word = 0; word < words; word++) {
      saved[word] = int(this.used, word);
      saved[words + word] = int(this.free, word);
    }
  }

  restore(depth: number): void {
    const saved = this.saved[depth];
    if (saved === undefined) return;
    const words = this.used.length;
    for (let word = 0; word < words; word++) {
      this.used[word] = int(saved, word);
      this.free[word] = int(saved, words + word);
    }
  }
}

function mark(marks: Int32Array, slot: number): void {
  marks[slot >>> 5] = int(marks, slot >>> 5) | (1 << (slot & 31));
}

function unmark(marks: Int32Array, slot: number): void {
  marks[slot >>> 5] = int(marks, slot >>> 5) & ~(1 << (slot & 31));
}
