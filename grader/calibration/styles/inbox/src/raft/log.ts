import type { Entry, Place } from './rpc.ts';

/** The log as it is saved: the end of what the snapshot holds, and the entries behind it. */
export type SavedLog = readonly [start: Place, entries: readonly Entry[]];

export class Log {
  #start: Place;
  #entries: Entry[];

  constructor([start, entries]: SavedLog = [[0, 0], []]) {
    this.#start = start;
    this.#entries = [...entries];
  }

  get start(): Place {
    return this.#start;
  }

  get end(): Place {
    const last = this.#start[0] + this.#entries.length;
    return [last, this.termAt(last) ?? 0];
  }

  at(index: number): Entry | undefined {
    return this.#entries[index - this.#start[0] - 1];
  }

  /** Undefined where this log has no entry, or no longer. */
  termAt(index: number): number | undefined {
    return index === this.#start[0] ? this.#start[1] : this.at(index)?.[0];
  }

  add(entry: Entry): void {
    this.#entries.push(entry);
  }

  /** What follows the entry at `index`. */
  behind(index: number): Entry[] {
    return this.#entries.slice(index - this.#start[0]);
  }

  /** Whether entries can follow this place; one inside the snapshot is committed, so they can. */
  has([index, term]: Place): boolean {
    return index < this.#start[0] || this.termAt(index) === term;
  }

  /** The last place, before the given one, that a log which has that one may have too. */
  lastShared([index, term]: Place): Place {
    let found = Math.min(index - 1, this.end[0]);
    while (found > this.#start[0] && (this.termAt(found) ?? 0) > term) found -= 1;
    return [found, this.termAt(found) ?? 0];
  }

  /** Takes entries over; whether any was new. Only one that differs takes away what stands there. */
  take(after: number, entries: readonly Entry[]): boolean {
    const known = entries.findIndex(([term], offset) => !this.has([after + 1 + offset, term]));
    if (known < 0) return false;
    this.#entries.splice(after + known - this.#start[0]);
    this.#entries.push(...entries.slice(known));
    return true;
  }

  /** Begins after this place; what is behind it stays if it is known to follow it. */
  startAfter(place: Place): void {
    const [index, term] = place;
    this.#entries = this.termAt(index) === term ? this.behind(index) : [];
    this.#start = place;
  }

  save(): SavedLog {
    return [this.#start, this.#entries];
  }
}

/** Whether a log that ends at `a` is at least as new as one that ends at `b`. */
export function isAsNew(a: Place, b: Place): boolean {
  return a[1] === b[1] ? a[0] >= b[0] : a[1] > b[1];
}
