import { int } from '../cell.ts';

/** The order so far: positions that were taken, and those that were left out where nobody sees what they do. */
export class Trail {
  length = 0;
  /** Positions that were taken, and complements of those that were passed. */
  private readonly entries: Int32Array;
  /** For an entry that was passed, the length of the trail when it became free: its place is there. */
  private readonly places: Int32Array;
  /** The longest trail so far, and how much of it the trail has kept ever since. */
  private readonly best: Int32Array;
  private readonly bestPlaces: Int32Array;
  private bestLength = 0;
  private bestKept = 0;

  constructor(count: number) {
    this.entries = new Int32Array(count);
    this.places = new Int32Array(count);
    this.best = new Int32Array(count);
    this.bestPlaces = new Int32Array(count);
  }

  take(position: number): void {
    this.entries[this.length++] = position;
  }

  pass(position: number, place: number): void {
    this.places[this.length] = place;
    this.entries[this.length++] = ~position;
  }

  /** Takes the last entry off, and returns its position. */
  pop(): number {
    const entry = int(this.entries, --this.length);
    this.bestKept = Math.min(this.bestKept, this.length);
    return entry < 0 ? ~entry : entry;
  }

  /** Begins anew. */
  clear(): void {
    this.length = this.bestKept = 0;
  }

  /** Remembers the trail as it is, if it has never been longer. */
  keepBest(): void {
    if (this.length <= this.bestLength) return;
    // Mostly one or two entries are new, for which a loop is much faster than set().
    for (let index = this.bestKept; index < this.length; index++) {
      this.best[index] = int(this.entries, index);
      this.bestPlaces[index] = int(this.places, index);
    }
    this.bestLength = this.bestKept = this.length;
  }

  /** The positions of the longest trail, with each that was passed in its place. */
  longest(): readonly number[] {
    const passed: number[][] = [];
    for (let index = 0; index < this.bestLength; index++) {
      const entry = int(this.best, index);
      if (entry < 0) (passed[int(this.bestPlaces, index)] ??= []).push(~entry);
    }
    const order: number[] = [];
    for (let index = 0; index < this.bestLength; index++) {
      order.push(...(passed[index] ?? []));
      const entry = int(this.best, index);
      if (entry >= 0) order.push(entry);
    }
    return order;
  }
}
