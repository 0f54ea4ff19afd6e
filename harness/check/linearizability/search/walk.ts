import { byte, int } from '../cell.ts';
import { Marks } from './marks.ts';
import type { Outlook } from './outlook.ts';
import { EFFECT, ILLEGAL, type SearchProblem, type Sight } from './search-problem.ts';
import { timelineOf } from './timeline-of.ts';
import type { Timeline } from './timeline.ts';
import { Trail } from './trail.ts';

/** Where a walk was, to come back to. */
export interface Place {
  readonly state: number;
  readonly rank: number;
  readonly trailLength: number;
  readonly idleAt: number;
  readonly mustUse: boolean;
}

/**
 * A walk along one order of the operations: where it stands, and its steps forwards and back.
 *
 * Let R be the first return of an operation that is not yet done with. Everything that returned before R is done
 * with, nothing called after R is taken. So R, the state and two marks for each operation in flight at R say
 * all: whether it is used up (its effect is spent), and whether it is free (nothing more is owed to it: it is
 * taken, or it can be slipped in). Two exchange arguments leave little to choose:
 *
 * - An observation that is legal now is taken at once: it changes nothing, so in any order that explains the
 *   rest it can be moved here.
 * - What is loose (possible in every state, and bound to no other by its client's order) can be slipped in just
 *   before an overwrite, where nobody sees what it does. So at each overwrite all that is loose and called by
 *   then becomes free: it may still be used later, but need not be. Nor need what would not change the state.
 *
 * What is free when it comes to its return is either passed, and cannot be used any more, or must be used
 * before the walk goes on: a choice like any other, that waits until there is need for it.
 */
export class Walk {
  readonly problem: SearchProblem;
  readonly time: Timeline;
  readonly outlook: Outlook;
  readonly taken: Uint8Array;
  readonly marks: Marks;
  readonly trail: Trail;
  /** The first return of an operation that is not done with. */
  rank = 0;
  state: number;
  /** As long as this is the rank, an overwrite is not worth taking: the last move would have been for nothing. */
  idleAt = -1;
  /** Whether what returns at the present rank is free, but meant to be used. */
  mustUse = false;

  constructor(problem: SearchProblem, sight: Sight) {
    this.problem = problem;
    this.time = timelineOf(problem);
    this.outlook = problem.outlook(this.time, sight);
    this.marks = new Marks(this.time);
    this.trail = new Trail(problem.count);
    this.taken = new Uint8Array(problem.count);
    this.state = problem.initialState;
  }

  get isOver(): boolean {
    return this.rank === this.time.positionAt.length;
  }

  /** The state after the operation at `position`, or ILLEGAL. */
  after(state: number, position: number): number {
    return this.problem.step(state, int(this.time.operationAt, position));
  }

  overwrites(position: number): boolean {
    const operation = int(this.time.operationAt, position);
    return byte(this.problem.effects, operation) === EFFECT.overwrites;
  }

  /** Whether it is not taken, and what its client did before it is. */
  isOpen(position: number): boolean {
    if (byte(this.taken, position) === 1) return false;
    const predecessor = int(this.time.predecessorOf, position);
    return predecessor < 0 || byte(this.taken, predecessor) === 1;
  }

  /** The position that returns at the present rank. */
  blocking(): number {
    return int(this.time.positionAt, this.rank);
  }

  called(): number {
    return int(this.time.calledBy, this.rank);
  }

  isLoose(position: number): boolean {
    return byte(this.time.isLoose, position) === 1;
  }

  isMaybe(position: number): boolean {
    return int(this.time.rankOf, position) < 0;
  }

  /** Whether it might as well be slipped in, or left out. */
  isNeedless(position: number): boolean {
    return this.isLoose(position) || this.isMaybe(position);
  }

  move(position: number, state: number): void {
    const { rank } = this;
    this.state = state;
    if (this.overwrites(position)) {
      this.marks.slipAll(rank, this.trail.length, this.mustUse ? this.blocking() : -1);
    }
    this.take(position);
    this.marks.use(position);
    const observed = this.settle();
    this.idleAt = !observed && this.isNeedless(position) ? rank : -1;
  }

  /** Takes every observation that is legal in this state, and passes returns; whether there was one. */
  settle(): boolean {
    const { observers, positionAt } = this.time;
    let observed = false;
    this.passReturns();
    let rank = -1;
    // Each return that is passed lets more calls in.
    while (rank !== this.rank && this.rank < positionAt.length) {
      rank = this.rank;
      const count = observers.count(rank);
      for (let index = 0; index < count; index++) {
        const position = observers.position(rank, index);
        if (!this.isOpen(position)) continue;
        if (this.after(this.state, position) !== ILLEGAL) {
          this.take(position);
          observed = true;
        }
      }
      this.slipIdle();
      this.passReturns();
    }
    this.trail.keepBest();
    return observed;
  }

  private take(position: number): void {
    this.taken[position] = 1;
    this.trail.take(position);
    if (!this.isMaybe(position)) this.marks.settle(position);
    this.outlook.took(position);
  }

  /** What is loose and would change nothing now is free. */
  private slipIdle(): void {
    const { changers } = this.time;
    const meant = this.mustUse ? this.blocking() : -1;
    const count = changers.count(this.rank);
    for (let index = 0; index < count; index++) {
      const position = changers.position(this.rank, index);
      if (!this.isLoose(position) || position === meant || this.marks.isFree(position)) continue;
      if (this.after(this.state, position) !== this.state) continue;
      this.marks.slip(position, this.trail.length);
    }
  }

  private passReturns(): void {
    while (this.rank < this.time.positionAt.length) {
      const position = this.blocking();
      if (byte(this.taken, position) === 0) return;
      this.marks.leave(position);
      this.rank++;
      this.mustUse = false;
    }
  }

  /** Leaves out what returns next and is free. */
  pass(): void {
    const position = this.blocking();
    this.taken[position] = 1;
    this.trail.pass(position, this.marks.placeOf(position));
    this.outlook.took(position);
    this.marks.leave(position);
    this.rank++;
  }

  /** Means to use what is free and returns next. */
  useNext(): void {
    this.mustUse = true;
    this.marks.owe(this.blocking());
  }

  /** Where it stands; `depth` moves have been made. */
  remember(depth: number): Place {
    const { state, rank, idleAt, mustUse } = this;
    this.marks.save(depth);
    return { state, rank, trailLength: this.trail.length, idleAt, mustUse };
  }

  /** Goes back to where it stood when `depth` moves had been made. */
  comeBack(place: Place, depth: number): void {
    while (this.trail.length > place.trailLength) {
      const position = this.trail.pop();
      this.taken[position] = 0;
      this.outlook.gaveBack(position);
    }
    this.marks.restore(depth);
    this.rank = place.rank;
    this.state = place.state;
    this.idleAt = place.idleAt;
    this.mustUse = place.mustUse;
  }
}
