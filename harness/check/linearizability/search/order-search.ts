import { byte, int } from '../cell.ts';
import type { Search } from '../decision.ts';
import { Configurations } from './configurations.ts';
import { Marks } from './marks.ts';
import type { Outlook } from './outlook.ts';
import { Restlessness } from './restlessness.ts';
import { maybesByClass, twinsOf } from './same-class.ts';
import { EFFECT, ILLEGAL, type SearchProblem } from './search-problem.ts';
import { timelineOf } from './timeline-of.ts';
import type { Timeline } from './timeline.ts';
import { Trail } from './trail.ts';

/**
 * Depth-first search after Wing and Gong (1993) with Lowe's (2017) memory of configurations.
 *
 * What makes a configuration small: let R be the first return of an operation that is not yet done with.
 * Everything that returned before R is done with, nothing called after R is taken. So R, the state and
 * two marks for each operation in flight at R say all: whether it is used up (its effect is spent), and
 * whether it is free (nothing more is owed to it: it is taken, or it can be slipped in).
 *
 * What makes them few (each by an exchange argument, all of them tested against a plain search). An operation
 * is loose if it is possible in every state and its client's order binds it to no other:
 *
 * - An observation that is legal now is taken at once, and nothing else is tried in its place: it
 *   changes nothing, so in any order that explains the rest it can be moved here.
 * - What is loose can be slipped in just before an overwrite, where nobody sees what it does. So at each
 *   overwrite all that is loose and called by then becomes free: it may still be used later, but need not
 *   be. Nor need what would not change the state. A search that is not made to choose when to take what
 *   nobody sees has an exponential number of choices less.
 * - So an overwrite does not follow something loose, or of unknown end, if nothing was observed in between
 *   and no return was passed: without that operation the overwrite leads to the same state and frees as
 *   much. For the same reason nothing of the kind leads to the worst state, from which only an overwrite
 *   leads on, unless this lets the next return pass.
 * - Of operations that do the same, the one that returns first goes first, unless it is free and the
 *   other is not: in any order with the other first the two can change places, and if the first one was
 *   not taken, then the other one need not be either.
 * - A configuration is left if another one with the same R and state was reached that has used up no
 *   more and owes no more (see Configurations), or if some operation cannot come true (see Outlook).
 *
 * What is free when it comes to its return is either passed, and cannot be used any more, or must be
 * used before the search goes on: a choice like any other, that waits until there is need for it.
 *
 * Of the moves that are left, the one goes first whose state is wanted by the first to return. A
 * restless search adds a little chance, and jumps back when it has not come farther for a while; what was
 * in its way goes first from then on. It forgets what it has seen, and never says that there is no order.
 */
export class OrderSearch implements Search {
  steps = 0;

  private readonly problem: SearchProblem;
  private readonly time: Timeline;
  private readonly outlook: Outlook;
  /** Null for a steady search. */
  private readonly restlessness: Restlessness | null;
  private configurations: Configurations;
  /** Position to the position that does the same and returns before it; -1 if there is none. */
  private readonly twinOf: Int32Array;
  /** Positions of unknown end that do the same, by call. */
  private readonly maybes: readonly (readonly number[])[];

  private readonly taken: Uint8Array;
  private readonly marks: Marks;
  private readonly trail: Trail;
  private rank = 0;
  private state: number;
  /** As long as this is the rank, an overwrite is not worth taking: the last move would have been for nothing. */
  private idleAt = -1;
  /** Whether what returns at the present rank is free, but meant to be used. */
  private mustUse = false;
  private readonly moves: Move[] = [];
  /** The moves that are left to try from here, the best one last. */
  private choices: Choice[] = [];
  private started = false;

  constructor(problem: SearchProblem, manner: 'steady' | 'restless') {
    this.problem = problem;
    this.restlessness = manner === 'restless' ? new Restlessness() : null;
    this.time = timelineOf(problem);
    this.outlook = problem.outlook(this.time);
    this.marks = new Marks(this.time);
    this.trail = new Trail(problem.count);
    this.configurations = new Configurations(this.time);
    this.twinOf = twinsOf(problem, this.time);
    this.maybes = maybesByClass(problem, this.time);
    this.taken = new Uint8Array(problem.count);
    this.state = problem.initialState;
  }

  run(maxSteps: number): 'holds' | 'violated' | 'paused' {
    const stop = this.steps + maxSteps;
    if (!this.started) {
      this.started = true;
      this.settle();
      this.choose();
    }
    while (this.rank < this.time.positionAt.length) {
      if (this.steps >= stop) return 'paused';
      const choice = this.choices.pop();
      if (choice !== undefined) this.attempt(choice);
      else if (!this.backtrack()) {
        if (this.restlessness === null) return 'violated';
        this.jumpBack(this.restlessness);
      }
      if (this.restlessness?.hasEnough(this.rank, this.steps) === true) {
        this.jumpBack(this.restlessness);
      }
    }
    return 'holds';
  }

  longest(): readonly number[] {
    return this.trail.longest().map((position) => int(this.time.operationAt, position));
  }

  private jumpBack(restlessness: Restlessness): void {
    this.steps++;
    restlessness.stuckAt(int(this.time.positionAt, restlessness.deepest));
    for (let undone = 0; undone < restlessness.movesBack && this.backtrack(); undone++);
    restlessness.jumped(this.moves.length === 0, this.rank, this.steps);
    this.configurations = new Configurations(this.time);
    this.choose();
  }

  /** Lists the moves that are worth a try. */
  private choose(): void {
    const { changers } = this.time;
    if (!this.mustUse && this.marks.isFree(this.blocking())) {
      const usesFirst = this.restlessness?.isInTheMood() === true;
      this.choices = usesFirst ? [PASS, USE] : [USE, PASS];
      return;
    }
    const choices: Choice[] = [];
    const answered = changers.count(this.rank);
    for (let index = 0; index < answered; index++) {
      this.consider(changers.position(this.rank, index), choices);
    }
    const called = this.called();
    for (const sameClass of this.maybes) {
      const position = this.firstOpen(sameClass);
      if (position !== undefined && position < called) this.consider(position, choices);
    }
    this.choices = choices;
  }

  /** The first of a class that is not taken: they are taken in this order. */
  private firstOpen(sameClass: readonly number[]): number | undefined {
    let low = 0;
    let high = sameClass.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byte(this.taken, sameClass[middle] ?? 0) === 1) low = middle + 1;
      else high = middle;
    }
    return sameClass[low];
  }

  private consider(position: number, choices: Choice[]): void {
    if (!this.isOpen(position)) return;
    this.steps++;
    const operation = int(this.time.operationAt, position);
    const overwrites = byte(this.problem.effects, operation) === EFFECT.overwrites;
    if (overwrites && this.rank === this.idleAt) return;
    const state = this.problem.step(this.state, operation);
    if (state === ILLEGAL || this.hasTwinFirst(position)) return;
    if (this.isLoose(position) || this.isMaybe(position)) {
      const frees = overwrites && this.marks.owesSomething(this.rank);
      if (state === this.state && !frees) return;
      if (this.problem.isWorst(state) && !this.mayPass(position)) return;
    }
    const whim = this.restlessness?.whim() ?? 0;
    const urgency = this.outlook.urgency(state, this.rank, this.taken) + whim - this.relief(state);
    insert({ position, state, urgency }, choices);
  }

  /** By how many ranks a state is more urgent as it helps what was often in the way. */
  private relief(state: number): number {
    const called = this.called();
    let relief = 0;
    for (const { position, weight } of this.restlessness?.obstacles ?? []) {
      const isInFlight = position < called && int(this.time.rankOf, position) >= this.rank;
      if (!isInFlight || byte(this.taken, position) === 1) continue;
      relief = Math.max(relief, weight * this.nearness(state, position));
    }
    return relief;
  }

  private nearness(state: number, position: number): number {
    const after = this.problem.step(state, int(this.time.operationAt, position));
    return after === ILLEGAL ? this.outlook.nearness(state, position) : 1;
  }

  /** Whether it is not taken, and what its client did before it is. */
  private isOpen(position: number): boolean {
    if (byte(this.taken, position) === 1) return false;
    const predecessor = int(this.time.predecessorOf, position);
    return predecessor < 0 || byte(this.taken, predecessor) === 1;
  }

  /** Whether the next return would pass if the state were the worst, at the price of `position`. */
  private mayPass(position: number): boolean {
    return !this.isMaybe(position) && this.isLoose(this.blocking());
  }

  /** The position that returns at the present rank. */
  private blocking(): number {
    return int(this.time.positionAt, this.rank);
  }

  private called(): number {
    return int(this.time.calledBy, this.rank);
  }

  private hasTwinFirst(position: number): boolean {
    const called = this.called();
    for (let twin = int(this.twinOf, position); twin >= 0; twin = int(this.twinOf, twin)) {
      if (byte(this.taken, twin) === 1) return false;
      // One that was passed untaken is gone.
      const rank = int(this.time.rankOf, twin);
      if (rank >= 0 && rank < this.rank) return false;
      if (twin < called && !(this.marks.isFree(twin) && this.isOwed(position))) return true;
    }
    return false;
  }

  private isLoose(position: number): boolean {
    return byte(this.time.isLoose, position) === 1;
  }

  private isMaybe(position: number): boolean {
    return int(this.time.rankOf, position) < 0;
  }

  private isOwed(position: number): boolean {
    return !this.isMaybe(position) && !this.marks.isFree(position);
  }

  /** Makes a move; takes it back if it leads nowhere. */
  private attempt(choice: Choice): void {
    this.remember();
    // The state that may be missed: the one that is left, or the one that what is passed would have given.
    let missed = this.state;
    if (choice === USE) {
      this.steps++;
      this.mustUse = true;
      this.marks.owe(this.blocking());
    } else if (choice === PASS) {
      this.steps++;
      missed = this.problem.step(this.state, int(this.time.operationAt, this.blocking()));
      this.pass();
      this.settle();
    } else {
      this.move(choice);
    }
    if (this.rank === this.time.positionAt.length) return;
    const { rank, state, mustUse } = this;
    const { used, free } = this.marks;
    const isDead =
      this.outlook.isHopeless(missed, state, rank, this.taken) ||
      !this.configurations.add({ rank, state, mustUse, used, free });
    if (isDead) this.backtrack();
    else this.choose();
  }

  private move({ position, state }: Choice): void {
    const { rank } = this;
    const effect = byte(this.problem.effects, int(this.time.operationAt, position));
    this.state = state;
    if (effect === EFFECT.overwrites) {
      this.marks.slipAll(rank, this.trail.length, this.mustUse ? this.blocking() : -1);
    }
    this.take(position);
    this.marks.use(position);
    const observed = this.settle();
    const isNeedless = !observed && (this.isLoose(position) || this.isMaybe(position));
    this.idleAt = isNeedless ? rank : -1;
  }

  /** Takes every observation that is legal in this state, and passes returns; whether there was one. */
  private settle(): boolean {
    const { observers, positionAt, operationAt } = this.time;
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
        if (this.problem.step(this.state, int(operationAt, position)) !== ILLEGAL) {
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
    const { changers, operationAt } = this.time;
    const meant = this.mustUse ? this.blocking() : -1;
    const count = changers.count(this.rank);
    for (let index = 0; index < count; index++) {
      const position = changers.position(this.rank, index);
      if (!this.isLoose(position) || position === meant || this.marks.isFree(position)) continue;
      if (this.problem.step(this.state, int(operationAt, position)) !== this.state) continue;
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
  private pass(): void {
    const position = this.blocking();
    this.trail.pass(position, this.marks.placeOf(position));
    this.outlook.took(position);
    this.marks.leave(position);
    this.rank++;
  }

  private remember(): void {
    const { state, rank, idleAt, mustUse, choices } = this;
    this.marks.save(this.moves.length);
    this.moves.push({ state, rank, trailLength: this.trail.length, idleAt, mustUse, choices });
  }

  /** Undoes the last move; false if there is none. */
  private backtrack(): boolean {
    const move = this.moves.pop();
    if (move === undefined) return false;
    while (this.trail.length > move.trailLength) {
      const position = this.trail.pop();
      this.taken[position] = 0;
      this.outlook.gaveBack(position);
    }
    this.marks.restore(this.moves.length);
    this.rank = move.rank;
    this.state = move.state;
    this.idleAt = move.idleAt;
    this.mustUse = move.mustUse;
    this.choices = move.choices;
    return true;
  }
}

interface Choice {
  readonly position: number;
  /** The state that it leads to. */
  readonly state: number;
  readonly urgency: number;
}

/** Keeps the best one last; of equal ones, the first to be considered. */
function insert(choice: Choice, choices: Choice[]): void {
  choices.push(choice);
  for (let index = choices.length - 1; index > 0; index--) {
    const before = choices[index - 1] ?? choice;
    if (before.urgency > choice.urgency) return;
    choices[index] = before;
    choices[index - 1] = choice;
  }
}

/** What is free and returns next is left out for good. */
const PASS: Choice = { position: -1, state: -1, urgency: 0 };
/** What is free and returns next has to be used before the next return. */
const USE: Choice = { position: -1, state: -1, urgency: 0 };

/** What it takes to undo a move. */
interface Move {
  readonly state: number;
  readonly rank: number;
  readonly trailLength: number;
  readonly idleAt: number;
  readonly mustUse: boolean;
  readonly choices: Choice[];
}
