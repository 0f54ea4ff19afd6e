import { byte, int } from '../cell.ts';
import type { Search } from '../decision.ts';
import type { Outlook } from './outlook.ts';
import { EFFECT, ILLEGAL, type SearchProblem } from './search-problem.ts';
import { timelineOf, type Timeline } from './timeline.ts';
import { Visited } from './visited.ts';

/** A search for an order of all answered operations that explains their results. */
export function searchFor(problem: SearchProblem): Search {
  return new OrderSearch(problem);
}

/**
 * Depth-first search after Wing and Gong (1993) with Lowe's (2017) memory of configurations.
 *
 * What makes a configuration small: let R be the first return of an operation that is not yet taken.
 * Everything that returned before R is taken, nothing called after R is. So (R, which of those in
 * flight at R are taken, state) says all, and fits in three or four integers.
 *
 * What makes them few (each by an exchange argument, all of them tested against a plain search):
 * - an observation that is legal now is taken at once, and nothing else is tried in its place;
 * - of operations that do the same, the one that returns first goes first;
 * - an operation of unknown end is not taken if it changes nothing, or leads to a worst state, or if
 *   an overwrite would follow it at once: leaving it out explains as much;
 * - a configuration from which some observation cannot come true is left at once (see Outlook).
 */
class OrderSearch implements Search {
  steps = 0;

  private readonly problem: SearchProblem;
  private readonly time: Timeline;
  private readonly outlook: Outlook;
  private readonly visited: Visited;
  /** Position to the position that does the same and returns before it; -1 if there is none. */
  private readonly twinOf: Int32Array;
  /** Position to the position that its client's order puts before it; -1 if times tell it all. */
  private readonly predecessorOf: Int32Array;

  private readonly taken: Uint8Array;
  /** The slots of those in flight that are taken. */
  private readonly mask: Int32Array;
  private rank = 0;
  private state: number;
  /** Whether the last move was an operation of unknown end that made no observation legal. */
  private idle = false;

  /** Positions in the order in which they were taken, and the moves that took them. */
  private readonly trail: Int32Array;
  private trailLength = 0;
  private readonly moves: Move[] = [];
  /** The next candidate: first the answered operations in flight, then those of unknown end. */
  private cursor = 0;
  private started = false;

  constructor(problem: SearchProblem) {
    this.problem = problem;
    this.time = timelineOf(problem);
    this.outlook = problem.outlook(this.time);
    this.mask = new Int32Array((this.time.slotCount + 31) >>> 5);
    this.visited = new Visited(this.mask.length);
    this.predecessorOf = predecessorsIn(problem, this.time);
    this.twinOf = twinsOf(problem, this.time, this.predecessorOf);
    this.taken = new Uint8Array(problem.count);
    this.trail = new Int32Array(problem.count);
    this.state = problem.initialState;
  }

  run(maxSteps: number): 'holds' | 'violated' | 'paused' {
    if (!this.started) this.settle();
    this.started = true;
    const stop = this.steps + maxSteps;
    while (this.rank < this.time.positionAt.length) {
      if (this.steps >= stop) return 'paused';
      const position = this.nextCandidate();
      if (position === NONE) {
        if (!this.backtrack()) return 'violated';
        continue;
      }
      const state = this.stateAfter(position);
      if (state !== ILLEGAL) this.attempt(position, state);
    }
    return 'holds';
  }

  /** The next operation that may be taken: called by the time of the first return not taken. */
  private nextCandidate(): number {
    const { changers, maybes } = this.time;
    const answered = changers.count(this.rank);
    while (this.cursor < answered) {
      const position = changers.position(this.rank, this.cursor++);
      if (this.isOpen(position)) return position;
    }
    const called = this.called();
    while (this.cursor - answered < maybes.length) {
      const position = int(maybes, this.cursor++ - answered);
      if (position >= called) break;
      if (this.isOpen(position)) return position;
    }
    return NONE;
  }

  /** Whether it is not taken, and what its client did before it is. */
  private isOpen(position: number): boolean {
    if (byte(this.taken, position) === 1) return false;
    const predecessor = int(this.predecessorOf, position);
    return predecessor < 0 || byte(this.taken, predecessor) === 1;
  }

  private called(): number {
    return int(this.time.calledBy, this.rank);
  }

  /** The state after the operation at `position`, or ILLEGAL if there is no point in taking it now. */
  private stateAfter(position: number): number {
    this.steps++;
    const operation = int(this.time.operationAt, position);
    if (this.idle && byte(this.problem.effects, operation) === EFFECT.overwrites) return ILLEGAL;
    const state = this.problem.step(this.state, operation);
    if (state === ILLEGAL || this.hasTwinFirst(position)) return ILLEGAL;
    const isIdle = state === this.state || this.problem.isWorst(state);
    return isIdle && this.isMaybe(position) ? ILLEGAL : state;
  }

  private hasTwinFirst(position: number): boolean {
    const called = this.called();
    for (let twin = int(this.twinOf, position); twin >= 0; twin = int(this.twinOf, twin)) {
      if (byte(this.taken, twin) === 1) return false;
      if (twin < called) return true;
    }
    return false;
  }

  private isMaybe(position: number): boolean {
    return int(this.time.rankOf, position) < 0;
  }

  /** Takes the operation at `position`; takes it back if that leads nowhere. */
  private attempt(position: number, state: number): void {
    const { state: before, rank, trailLength, idle, cursor } = this;
    this.moves.push({ state: before, rank, trailLength, idle, cursor });
    this.state = state;
    this.take(position);
    const observed = this.settle();
    this.idle = this.isMaybe(position) && !observed;
    this.cursor = 0;
    if (this.rank === this.time.positionAt.length) return;
    const isDead =
      this.outlook.isHopeless(before, state, this.rank, this.taken) ||
      !this.visited.add(this.rank, state, this.mask);
    if (isDead) this.backtrack();
  }

  /** Takes every observation that is legal in this state; whether there was one. */
  private settle(): boolean {
    const { observers, positionAt, operationAt } = this.time;
    const before = this.trailLength;
    this.passReturns();
    let rank = -1;
    // Each return that is passed lets more calls in.
    while (rank !== this.rank && this.rank < positionAt.length) {
      rank = this.rank;
      const count = observers.count(rank);
      for (let index = 0; index < count; index++) {
        const position = observers.position(rank, index);
        if (!this.isOpen(position)) continue;
        if (this.problem.step(this.state, int(operationAt, position)) !== ILLEGAL) {
          this.take(position);
        }
      }
      this.passReturns();
    }
    return this.trailLength > before;
  }

  private take(position: number): void {
    this.taken[position] = 1;
    this.trail[this.trailLength++] = position;
    this.mark(position);
    this.outlook.took(position);
  }

  private passReturns(): void {
    while (this.rank < this.time.positionAt.length) {
      const position = int(this.time.positionAt, this.rank);
      if (byte(this.taken, position) === 0) return;
      this.unmark(position);
      this.rank++;
    }
  }

  /** Undoes the last move; false if there is none. */
  private backtrack(): boolean {
    const move = this.moves.pop();
    if (move === undefined) return false;
    while (this.trailLength > move.trailLength) {
      const position = int(this.trail, --this.trailLength);
      this.taken[position] = 0;
      this.unmark(position);
      this.outlook.gaveBack(position);
    }
    // Slots are used again, so the marks of those that stay taken come last.
    while (this.rank > move.rank) {
      const position = int(this.time.positionAt, --this.rank);
      if (byte(this.taken, position) === 1) this.mark(position);
    }
    this.state = move.state;
    this.idle = move.idle;
    this.cursor = move.cursor;
    return true;
  }

  private mark(position: number): void {
    const slot = int(this.time.slotOf, position);
    this.mask[slot >>> 5] = int(this.mask, slot >>> 5) | (1 << (slot & 31));
  }

  private unmark(position: number): void {
    const slot = int(this.time.slotOf, position);
    this.mask[slot >>> 5] = int(this.mask, slot >>> 5) & ~(1 << (slot & 31));
  }
}

/** No position. */
const NONE = -1;

/** What it takes to undo a move. */
interface Move {
  readonly state: number;
  readonly rank: number;
  readonly trailLength: number;
  readonly idle: boolean;
  readonly cursor: number;
}

/** Position to the position of its operation's predecessor; -1 if it has none. */
function predecessorsIn({ predecessors }: SearchProblem, { operationAt }: Timeline): Int32Array {
  const positionOf = new Int32Array(operationAt.length);
  for (const [position, operation] of operationAt.entries()) positionOf[operation] = position;
  return operationAt.map((operation) => {
    const predecessor = int(predecessors, operation);
    return predecessor < 0 ? NONE : int(positionOf, predecessor);
  });
}

/**
 * Links operations of one class in the order of their returns, those of unknown end last, by call. One
 * whose client's order says more than the times has no twin: it cannot change places with another.
 */
function twinsOf(
  problem: SearchProblem,
  { operationAt, positionAt, maybes }: Timeline,
  predecessorOf: Int32Array,
): Int32Array {
  const isBound = new Uint8Array(problem.count);
  for (const [position, predecessor] of predecessorOf.entries()) {
    if (predecessor >= 0) isBound[position] = isBound[predecessor] = 1;
  }
  const latest = new Map<number, number>();
  const twinOf = new Int32Array(problem.count).fill(-1);
  for (const positions of [positionAt, maybes]) {
    for (const position of positions) {
      const operation = int(operationAt, position);
      const observes = byte(problem.effects, operation) === EFFECT.observes;
      if (observes || byte(isBound, position) === 1) continue;
      const sameClass = int(problem.classes, operation);
      twinOf[position] = latest.get(sameClass) ?? -1;
      latest.set(sameClass, position);
    }
  }
  return twinOf;
}
