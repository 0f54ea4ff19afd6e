import { byte, int, real } from '../cell.ts';
import { EFFECT, type SearchProblem } from './search-problem.ts';
import { InFlight, type Timeline } from './timeline.ts';

/** The operations of a problem in real-time order. */
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
  const { slotOf, count } = slots;
  const predecessorOf = predecessorsIn(problem, operationAt);
  const isBound = boundBy(predecessorOf);
  const isLoose = isBound.map((bound, position) => {
    const effect = byte(problem.effects, int(operationAt, position));
    return bound === 0 && effect >= EFFECT.amends ? 1 : 0;
  });
  const maskWords = (count + 31) >>> 5;
  const looseMasks = new Int32Array(positionAt.length * maskWords);
  for (const rank of positionAt.keys()) {
    for (let index = 0; index < changers.count(rank); index++) {
      const position = changers.position(rank, index);
      if (byte(isLoose, position) === 0) continue;
      const slot = int(slotOf, position);
      const word = rank * maskWords + (slot >>> 5);
      looseMasks[word] = int(looseMasks, word) | (1 << (slot & 31));
    }
  }
  return {
    operationAt,
    positionAt,
    rankOf,
    calledBy,
    slotOf,
    predecessorOf,
    isBound,
    isLoose,
    maskWords,
    looseMasks,
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

/** Position to the position of its operation's predecessor; -1 if it has none. */
function predecessorsIn({ predecessors }: SearchProblem, operationAt: Int32Array): Int32Array {
  const positionOf = new Int32Array(operationAt.length);
  for (const [position, operation] of operationAt.entries()) positionOf[operation] = position;
  return operationAt.map((operation) => {
    const predecessor = int(predecessors, operation);
    return predecessor < 0 ? -1 : int(positionOf, predecessor);
  });
}

/** Which positions have a predecessor, or are one. */
function boundBy(predecessorOf: Int32Array): Uint8Array {
  const isBound = new Uint8Array(predecessorOf.length);
  for (const [position, predecessor] of predecessorOf.entries()) {
    if (predecessor >= 0) isBound[position] = isBound[predecessor] = 1;
  }
  return isBound;
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
