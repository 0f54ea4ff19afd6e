import { int } from '../cell.ts';

/**
 * The operations of a problem in real-time order. A position counts operations by call time, a rank
 * counts answered operations by return time.
 *
 * Every operation has a slot, by which it is told apart from all that are in flight with it. Slots are
 * freed by returns, so there are only as many as operations overlap.
 */
export interface Timeline {
  /** Position to operation. */
  readonly operationAt: Int32Array;
  /** Rank to position. Its length is the number of answered operations. */
  readonly positionAt: Int32Array;
  /** Position to rank; -1 where the end is unknown. */
  readonly rankOf: Int32Array;
  /** Rank to the number of positions that were called by the time of that return. */
  readonly calledBy: Int32Array;
  /** Position to slot. */
  readonly slotOf: Int32Array;
  /** Position to the position that its client's order puts before it; -1 if times tell it all. */
  readonly predecessorOf: Int32Array;
  /** Position to whether its client's order binds it to another: it cannot change places. */
  readonly isBound: Uint8Array;
  /** Position to whether it is possible in every state, and bound to no other. */
  readonly isLoose: Uint8Array;
  /** Words of 32 bits that have room for a mark for each slot. */
  readonly maskWords: number;
  /** Rank to the slots of the answered operations in flight that are loose, in so many words each. */
  readonly looseMasks: Int32Array;
  /** Answered operations in flight at each return, the first to return first. */
  readonly observers: InFlight;
  readonly changers: InFlight;
  /** Positions of operations of unknown end, by call. They are in flight for ever. */
  readonly maybes: Int32Array;
}

/** For each return, which operations were in flight when it came, in the order of their returns. */
export class InFlight {
  private readonly rankOf: Int32Array;
  /** Rank to the stretch of `positions` that belongs to it. */
  private readonly ends: number[] = [];
  private readonly positions: number[] = [];
  private readonly now: number[] = [];

  constructor(rankOf: Int32Array) {
    this.rankOf = rankOf;
  }

  count(rank: number): number {
    return (this.ends[rank] ?? 0) - (this.ends[rank - 1] ?? 0);
  }

  position(rank: number, index: number): number {
    return this.positions[(this.ends[rank - 1] ?? 0) + index] ?? 0;
  }

  call(position: number): void {
    let index = this.now.length;
    while (index > 0 && this.rankAt(index - 1) > int(this.rankOf, position)) index--;
    this.now.splice(index, 0, position);
  }

  /** Everything called before the return is known; what returns now is in flight for the last time. */
  return(rank: number): void {
    for (const position of this.now) this.positions.push(position);
    this.ends.push(this.positions.length);
    if (this.rankAt(0) === rank) this.now.shift();
  }

  private rankAt(index: number): number {
    return int(this.rankOf, this.now[index] ?? -1);
  }
}
