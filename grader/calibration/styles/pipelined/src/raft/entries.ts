/** The log as a table from index to entry, with some entries kept behind the snapshot. */
import type { Json } from 'splitbrain/raft';

export interface Entry {
  t: number;
  c: Json;
}

/** The entries after `floor`, and the term of the one at `floor`, which is gone. */
export interface StoredEntries {
  floor: number;
  floorTerm: number;
  items: Entry[];
}

export class Entries {
  floor: number;
  last: number;
  #floorTerm: number;
  readonly #table = new Map<number, Entry>();

  constructor({ floor, floorTerm, items }: StoredEntries) {
    this.floor = floor;
    this.#floorTerm = floorTerm;
    this.last = floor;
    for (const item of items) this.push(item);
  }

  push(entry: Entry): number {
    this.last += 1;
    this.#table.set(this.last, entry);
    return this.last;
  }

  get(index: number): Entry | undefined {
    return this.#table.get(index);
  }

  /** The term at `index`, or -1 where nothing is known. */
  term(index: number): number {
    return index === this.floor ? this.#floorTerm : (this.#table.get(index)?.t ?? -1);
  }

  /** At most `limit` entries from `index` on. */
  range(index: number, limit: number): Entry[] {
    const found: Entry[] = [];
    for (let i = index; i <= this.last && found.length < limit; i += 1) {
      const entry = this.#table.get(i);
      if (entry) found.push(entry);
    }
    return found;
  }

  /** Forgets `index` and everything after it. */
  cut(index: number): void {
    for (; this.last >= index; this.last -= 1) this.#table.delete(this.last);
  }

  /** Forgets everything up to and including `index`, which is in the log. */
  raiseFloor(index: number): void {
    if (index <= this.floor) return;
    this.#floorTerm = this.term(index);
    for (let i = this.floor + 1; i <= index; i += 1) this.#table.delete(i);
    this.floor = index;
  }

  /** Forgets everything: the log continues after (index, term). */
  reset(index: number, term: number): void {
    this.#table.clear();
    this.floor = index;
    this.last = index;
    this.#floorTerm = term;
  }

  toStored(): StoredEntries {
    const items = this.range(this.floor + 1, Infinity);
    return { floor: this.floor, floorTerm: this.#floorTerm, items };
  }
}
