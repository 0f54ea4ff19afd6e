import { byte, int, real } from '../cell.ts';
import { EFFECT, type SearchProblem } from './search-problem.ts';

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
  readonly slotCount: number;
  /** Answered operations in flight at each return, the first to return first. */
  readonly observers: InFlight;
  readonly changers: InFlight;
  /** Positions of operations of unknown end, by call. They are in flight for ever. */
  readonly maybes: Int32Array;
}

export function timelineOf(problem: SearchProblem): Timeline {
  const all = identity(problem.count);
  const operationAt = byTime(problem.callTimes, all);
  const callTimes = problem.callTimes.map((_, at) => real(problem.callTimes, int(operationAt, at)));
  const returnTimes = callTimes.map((_, at) => real(problem.returnTimes, int(operationAt, at)));
  const positionAt = byTime(
    returnTimes,
    all.filter((position) => real(returnTimes, position) !== Infinity),
  );
  const rankOf = new Int32Array(problem.count).fill(-1);
  for (const [rank, position] of positionAt.entries()) rankOf[position] = rank;
  const slots = new Slots(problem.count);
  const calledBy = new Int32Array(positionAt.length);
  const observers = new InFlight(rankOf);
  const changers = new InFlight(rankOf);
  let called = 0;
  for (const [rank, position] of positionAt.entries()) {
    // A call at the time of a return counts as concurrent with it: hence "<=".
    for (
      ;
      called < problem.count && real(callTimes, called) <= real(returnTimes, position);
      called++
    ) {
      slots.take(called);
      if (int(rankOf, called) < 0) continue;
      const effect = byte(problem.effects, int(operationAt, called));
      (effect === EFFECT.observes ? observers : changers).call(called);
    }
    calledBy[rank] = called;
    observers.return(rank);
    changers.return(rank);
    slots.free(position);
  }
  const maybes = all.filter((position) => int(rankOf, position) < 0);
  const { slotOf, count: slotCount } = slots;
  return {
    operationAt,
    positionAt,
    rankOf,
    calledBy,
    slotOf,
    slotCount,
    observers,
    changers,
    maybes,
  };
}

function identity(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, index) => index);
}

function byTime(times: Float64Array, items: Int32Array): Int32Array {
  return items.toSorted((a, b) => real(times, a) - real(times, b) || a - b);
}

/** For each return, which operations were in flight when it came, in the order of their returns. */
class InFlight {
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

class Slots {
  readonly slotOf: Int32Array;
  count = 0;
  private readonly unused: number[] = [];

  constructor(positions: number) {
    this.slotOf = new Int32Array(positions);
  }

  take(position: number): void {
    this.slotOf[position] = this.unused.pop() ?? this.count++;
  }

  free(position: number): void {
    this.unused.push(int(this.slotOf, position));
  }
}
