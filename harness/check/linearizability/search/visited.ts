import { int } from '../cell.ts';

/**
 * The configurations that a search has been in: exact, in one flat table with open addressing. A
 * configuration is a rank, a state and the mask words of the operations taken among those in flight.
 */
export class Visited {
  private readonly width: number;
  private table: Int32Array;
  private capacity = 64;
  private size = 0;

  constructor(maskWords: number) {
    this.width = 2 + maskWords;
    this.table = new Int32Array(this.capacity * this.width);
  }

  /** Adds a configuration; false if it was there already. */
  add(rank: number, state: number, mask: Int32Array): boolean {
    if (this.size * 2 >= this.capacity) this.grow();
    let row = hashOf(rank + 1, state, mask) & (this.capacity - 1);
    for (;;) {
      const start = row * this.width;
      const found = int(this.table, start);
      if (found === 0) {
        this.put(start, rank + 1, state, mask);
        return true;
      }
      if (found === rank + 1 && this.holds(start, state, mask)) return false;
      row = (row + 1) & (this.capacity - 1);
    }
  }

  private holds(start: number, state: number, mask: Int32Array): boolean {
    if (int(this.table, start + 1) !== state) return false;
    for (let word = 0; word < mask.length; word++) {
      if (int(this.table, start + 2 + word) !== int(mask, word)) return false;
    }
    return true;
  }

  private put(start: number, tag: number, state: number, mask: Int32Array): void {
    this.table[start] = tag;
    this.table[start + 1] = state;
    this.table.set(mask, start + 2);
    this.size++;
  }

  private grow(): void {
    const old = this.table;
    const rows = this.capacity;
    this.capacity *= 2;
    this.table = new Int32Array(this.capacity * this.width);
    this.size = 0;
    for (let row = 0; row < rows; row++) {
      const start = row * this.width;
      if (int(old, start) === 0) continue;
      const mask = old.subarray(start + 2, start + this.width);
      this.add(int(old, start) - 1, int(old, start + 1), mask);
    }
  }
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
