import { byte, int } from '../cell.ts';
import type { Outlook } from './outlook.ts';
import type { Timeline } from './timeline.ts';

/** What an operation puts into a queue, or takes out; undefined if nobody knows what. */
export interface Transfer {
  readonly isIn: boolean;
  readonly value: string | undefined;
}

/**
 * Looks ahead in a queue of values that are all different: what comes out earlier has to go in earlier. So
 * nothing goes in that comes out only after something had come out that is not in yet. Without it, a wrong
 * order of two enqueues is noticed only when they are dequeued, long after.
 */
export class QueueOutlook implements Outlook {
  /** Enqueue's position to the rank of the return by which its value is out; the number of ranks if never. */
  private readonly outBy: Int32Array;
  /** Enqueue's position to the first rank whose return comes after the call that takes its value out. */
  private readonly outAfter: Int32Array;
  /** Enqueues whose values come out, the first to be out first. */
  private readonly byOut: Int32Array;
  private readonly taken: Uint8Array;
  /** How many of `byOut` are taken, without a gap. */
  private first = 0;
  /** The same enqueues by `outAfter`, the place of each there, and no more than so many of the first are taken. */
  private readonly byOutAfter: Int32Array;
  private readonly placeOf: Int32Array;
  private last = -1;

  static of(transfers: readonly Transfer[]): (operations: unknown, time: Timeline) => Outlook {
    return (_operations, time) => new QueueOutlook(transfers, time);
  }

  private constructor(transfers: readonly Transfer[], time: Timeline) {
    const count = time.operationAt.length;
    const ranks = time.positionAt.length;
    this.outBy = new Int32Array(count).fill(ranks);
    this.outAfter = new Int32Array(count).fill(-1);
    this.taken = new Uint8Array(count);
    const enqueueOf = new Map<string, number>();
    const transferAt = (position: number): Transfer | undefined =>
      transfers[int(time.operationAt, position)];
    for (let position = 0; position < count; position++) {
      const transfer = transferAt(position);
      if (transfer?.isIn === true && transfer.value !== undefined) {
        enqueueOf.set(transfer.value, position);
      }
    }
    for (let position = 0; position < count; position++) {
      const transfer = transferAt(position);
      if (transfer === undefined || transfer.isIn || transfer.value === undefined) continue;
      const enqueue = enqueueOf.get(transfer.value);
      if (enqueue === undefined) continue;
      this.outBy[enqueue] = int(time.rankOf, position);
      this.outAfter[enqueue] = firstRankAfterCall(time, position);
    }
    this.byOut = Int32Array.from(
      [...enqueueOf.values()].filter((enqueue) => int(this.outBy, enqueue) < ranks),
    ).toSorted((a, b) => int(this.outBy, a) - int(this.outBy, b));
    this.byOutAfter = Int32Array.from(enqueueOf.values())
      .filter((enqueue) => int(this.outAfter, enqueue) >= 0)
      .toSorted((a, b) => int(this.outAfter, a) - int(this.outAfter, b));
    this.placeOf = new Int32Array(count).fill(-1);
    for (const [place, enqueue] of this.byOutAfter.entries()) this.placeOf[enqueue] = place;
  }

  took(position: number): void {
    this.taken[position] = 1;
    this.last = Math.max(this.last, int(this.placeOf, position));
  }

  gaveBack(position: number): void {
    this.taken[position] = 0;
    const rank = int(this.outBy, position);
    while (this.first > 0 && int(this.outBy, this.byOut[this.first - 1] ?? 0) >= rank) this.first--;
  }

  urgency(): number {
    return 0;
  }

  /** Whether some value went in that comes out too late for what is not in yet. */
  isHopeless(): boolean {
    while (byte(this.taken, this.byOut[this.first] ?? -1) === 1) this.first++;
    while (this.last >= 0 && byte(this.taken, this.byOutAfter[this.last] ?? -1) === 0) this.last--;
    const [first, last] = [this.byOut[this.first], this.byOutAfter[this.last]];
    if (first === undefined || last === undefined) return false;
    return int(this.outBy, first) < int(this.outAfter, last);
  }
}

/** The first rank whose return is not before the call at `position`. */
function firstRankAfterCall({ calledBy }: Timeline, position: number): number {
  let low = 0;
  let high = calledBy.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (int(calledBy, middle) <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}
