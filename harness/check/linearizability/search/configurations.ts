import { int } from '../cell.ts';
import type { Timeline } from './timeline.ts';

/**
 * The configurations that a search has been in: a rank, a state, and of the operations in flight, which
 * are used up and which are free (nothing is owed to them).
 *
 * One configuration covers another of the same rank and state if it has used up no more and owes no
 * more. Whatever goes on from the other one goes on from it as well, step by step: what the other one
 * takes is there to be taken, unless it is an observation that is taken already, and what the other
 * one passes untaken is free here too. So of two, the one that is covered need not be followed. This holds
 * for one that lies on the way to the other, too: the steps that led on from it were for nothing.
 *
 * What is not loose is free only when it is taken, so two can only cover each other if they took the
 * same of that: they are kept apart by it, in a table with open addressing. The rest is a list, of
 * which the latest are looked at.
 */
export class Configurations {
  private readonly words: number;
  private readonly looseMasks: Int32Array;
  /** Rows of rank + 1 (negative where the next to return must be used), state, the fixed marks, and the first entry of the list. */
  private readonly width: number;
  private table: Int32Array;
  private capacity: number;
  private rows = 0;
  /** Entries of the next entry, the used and the free marks. Entry 0 is none. */
  private entries: Int32Array;
  private readonly entryWidth: number;
  private entryCount = 1;
  private readonly fixed: Int32Array;

  /** `rowsAtFirst`: how many rows there is room for at first, a power of two. */
  constructor({ maskWords, looseMasks }: Timeline, rowsAtFirst: number) {
    this.capacity = 2 * rowsAtFirst;
    this.looseMasks = looseMasks;
    this.words = maskWords;
    this.width = 3 + maskWords;
    this.entryWidth = 1 + 2 * maskWords;
    this.table = new Int32Array(this.capacity * this.width);
    this.entries = new Int32Array(rowsAtFirst * this.entryWidth);
    this.fixed = new Int32Array(maskWords);
  }

  /** Adds a configuration, and returns its entry; 0 if it is covered by one that was there already. */
  add({ rank, state, mustUse, used, free }: Configuration): number {
    const masks = rank * this.words;
    for (let word = 0; word < this.words; word++) {
      this.fixed[word] = int(used, word) & int(free, word) & ~int(this.looseMasks, masks + word);
    }
    if (this.rows * 2 >= this.capacity) this.growTable();
    const tag = mustUse ? -rank - 1 : rank + 1;
    const row = this.find(tag, state, this.fixed);
    const head = row + this.width - 1;
    if (int(this.table, row) === 0) {
      this.table[row] = tag;
      this.table[row + 1] = state;
      for (let word = 0; word < this.words; word++)
        this.table[row + 2 + word] = int(this.fixed, word);
      this.rows++;
    } else if (this.isCovered(int(this.table, head), used, free)) {
      return 0;
    }
    return (this.table[head] = this.newEntry(int(this.table, head), used, free));
  }

  /** The marks of a configuration that was added. */
  marksOf(entry: number): Pick<Configuration, 'used' | 'free'> {
    const start = entry * this.entryWidth + 1;
    const used = this.entries.slice(start, start + this.words);
    return { used, free: this.entries.slice(start + this.words, start + 2 * this.words) };
  }

  private isCovered(first: number, used: Int32Array, free: Int32Array): boolean {
    let entry = first;
    for (let looked = 0; entry !== 0 && looked < MOST_LOOKED_AT; looked++) {
      const start = entry * this.entryWidth;
      if (this.covers(start + 1, used, free)) return true;
      entry = int(this.entries, start);
    }
    return false;
  }

  private covers(start: number, used: Int32Array, free: Int32Array): boolean {
    for (let word = 0; word < this.words; word++) {
      const excess = int(this.entries, start + word) & ~int(used, word);
      const debt = int(free, word) & ~int(this.entries, start + this.words + word);
      if ((excess | debt) !== 0) return false;
    }
    return true;
  }

  private newEntry(next: number, used: Int32Array, free: Int32Array): number {
    const start = this.entryCount * this.entryWidth;
    if (start + this.entryWidth > this.entries.length) this.entries = doubled(this.entries);
    this.entries[start] = next;
    for (let word = 0; word < this.words; word++) {
      this.entries[start + 1 + word] = int(used, word);
      this.entries[start + 1 + this.words + word] = int(free, word);
    }
    return this.entryCount++;
  }

  /** Where the row stands, or would stand. */
  private find(tag: number, state: number, fixed: Int32Array): number {
    let row = hashOf(tag, state, fixed) & (this.capacity - 1);
    for (;;) {
      const start = row * this.width;
      const found = int(this.table, start);
      if (found === 0 || (found === tag && this.isAt(start, state, fixed))) return start;
      row = (row + 1) & (this.capacity - 1);
    }
  }

  private isAt(start: number, state: number, fixed: Int32Array): boolean {
    if (int(this.table, start + 1) !== state) return false;
    for (let word = 0; word < fixed.length; word++) {
      if (int(this.table, start + 2 + word) !== int(fixed, word)) return false;
    }
    return true;
  }

  private growTable(): void {
    const old = this.table;
    this.capacity *= 2;
    this.table = new Int32Array(this.capacity * this.width);
    for (let start = 0; start < old.length; start += this.width) {
      if (int(old, start) === 0) continue;
      const row = old.subarray(start, start + this.width);
      const fixed = row.subarray(2, 2 + this.words);
      this.table.set(row, this.find(int(row, 0), int(row, 1), fixed));
    }
  }
}

export interface Configuration {
  readonly rank: number;
  readonly state: number;
  /** Whether what returns at `rank` has to be used; such a one covers only its like. */
  readonly mustUse: boolean;
  readonly used: Int32Array;
  readonly free: Int32Array;
}

/** Lists are rarely longer; looking further costs more than it saves. */
const MOST_LOOKED_AT = 256;

function doubled(cells: Int32Array): Int32Array {
  const larger = new Int32Array(2 * cells.length);
  larger.set(cells);
  return larger;
}

function hashOf(tag: number, state: number, mask: Int32Array): number {
  let hash = Math.imul(tag, 0x9e3779b1) ^ Math.imul(state + 0x7f4a7c15, 0x85ebca6b);
  for (let word = 0; word < mask.length; word++) {
    hash = Math.imul(hash ^ (hash >>> 15) ^ int(mask, word), 0xc2b2ae35);
  }
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x27d4eb2f);
  return hash ^ (hash >>> 13);
}
