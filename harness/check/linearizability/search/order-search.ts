import { byte, int } from '../cell.ts';
import type { Search } from '../decision.ts';
import { Configurations } from './configurations.ts';
import { Restlessness } from './restlessness.ts';
import { maybesByClass, twinsOf } from './same-class.ts';
import { ILLEGAL, type SearchProblem } from './search-problem.ts';
import { Walk, type Place } from './walk.ts';

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

  private readonly walk: Walk;
  /** Null for a steady search. */
  private readonly restlessness: Restlessness | null;
  private configurations: Configurations;
  /** Position to the position that does the same and returns before it; -1 if there is none. */
  private readonly twinOf: Int32Array;
  /** Positions of unknown end that do the same, by call. */
  private readonly maybes: readonly (readonly number[])[];
  private readonly moves: Move[] = [];
  /** The moves that are left to try from here, the best one last. */
  private choices: Choice[] = [];
  private started = false;

  constructor(problem: SearchProblem, manner: 'steady' | 'restless') {
    this.walk = new Walk(problem);
    this.restlessness = manner === 'restless' ? new Restlessness() : null;
    this.configurations = new Configurations(this.walk.time);
    this.twinOf = twinsOf(problem, this.walk.time);
    this.maybes = maybesByClass(problem, this.walk.time);
  }

  run(maxSteps: number): 'holds' | 'violated' | 'paused' {
    const stop = this.steps + maxSteps;
    if (!this.started) {
      this.started = true;
      this.walk.settle();
      this.choose();
    }
    while (!this.walk.isOver) {
      if (this.steps >= stop) return 'paused';
      const choice = this.choices.pop();
      if (choice !== undefined) this.attempt(choice);
      else if (!this.backtrack()) {
        if (this.restlessness === null) return 'violated';
        this.jumpBack(this.restlessness);
      }
      if (this.restlessness?.hasEnough(this.walk.rank, this.steps) === true) {
        this.jumpBack(this.restlessness);
      }
    }
    return 'holds';
  }

  longest(): readonly number[] {
    const { trail, time } = this.walk;
    return trail.longest().map((position) => int(time.operationAt, position));
  }

  private jumpBack(restlessness: Restlessness): void {
    this.steps++;
    restlessness.stuckAt(int(this.walk.time.positionAt, restlessness.deepest));
    for (let undone = 0; undone < restlessness.movesBack && this.backtrack(); undone++);
    restlessness.jumped(this.moves.length === 0, this.walk.rank, this.steps);
    this.configurations = new Configurations(this.walk.time);
    this.choose();
  }

  /** Lists the moves that are worth a try. */
  private choose(): void {
    const { walk } = this;
    const { changers } = walk.time;
    if (!walk.mustUse && walk.marks.isFree(walk.blocking())) {
      const usesFirst = this.restlessness?.isInTheMood() === true;
      this.choices = usesFirst ? [PASS, USE] : [USE, PASS];
      return;
    }
    const choices: Choice[] = [];
    const answered = changers.count(walk.rank);
    for (let index = 0; index < answered; index++) {
      this.consider(changers.position(walk.rank, index), choices);
    }
    const called = walk.called();
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
      if (byte(this.walk.taken, sameClass[middle] ?? 0) === 1) low = middle + 1;
      else high = middle;
    }
    return sameClass[low];
  }

  private consider(position: number, choices: Choice[]): void {
    const { walk } = this;
    if (!walk.isOpen(position)) return;
    this.steps++;
    const overwrites = walk.overwrites(position);
    if (overwrites && walk.rank === walk.idleAt) return;
    const state = walk.after(walk.state, position);
    if (state === ILLEGAL || this.hasTwinFirst(position)) return;
    if (walk.isLoose(position) || walk.isMaybe(position)) {
      const frees = overwrites && walk.marks.owesSomething(walk.rank);
      if (state === walk.state && !frees) return;
      if (walk.problem.isWorst(state) && !this.mayPass(position)) return;
    }
    const whim = this.restlessness?.whim() ?? 0;
    const wanted = walk.outlook.urgency(state, walk.rank, walk.taken);
    insert({ position, state, urgency: wanted + whim - this.relief(state) }, choices);
  }

  /** By how many ranks a state is more urgent as it helps what was often in the way. */
  private relief(state: number): number {
    const { walk } = this;
    const called = walk.called();
    let relief = 0;
    for (const { position, weight } of this.restlessness?.obstacles ?? []) {
      const isInFlight = position < called && int(walk.time.rankOf, position) >= walk.rank;
      if (!isInFlight || byte(walk.taken, position) === 1) continue;
      relief = Math.max(relief, weight * this.nearness(state, position));
    }
    return relief;
  }

  private nearness(state: number, position: number): number {
    const { walk } = this;
    return walk.after(state, position) === ILLEGAL ? walk.outlook.nearness(state, position) : 1;
  }

  /** Whether the next return would pass if the state were the worst, at the price of `position`. */
  private mayPass(position: number): boolean {
    return !this.walk.isMaybe(position) && this.walk.isLoose(this.walk.blocking());
  }

  private hasTwinFirst(position: number): boolean {
    const { walk } = this;
    const called = walk.called();
    for (let twin = int(this.twinOf, position); twin >= 0; twin = int(this.twinOf, twin)) {
      if (byte(walk.taken, twin) === 1) return false;
      // One that was passed untaken is gone.
      const rank = int(walk.time.rankOf, twin);
      if (rank >= 0 && rank < walk.rank) return false;
      if (twin < called && !(walk.marks.isFree(twin) && this.isOwed(position))) return true;
    }
    return false;
  }

  private isOwed(position: number): boolean {
    return !this.walk.isMaybe(position) && !this.walk.marks.isFree(position);
  }

  /** Makes a move; takes it back if it leads nowhere. */
  private attempt(choice: Choice): void {
    const { walk, choices, moves } = this;
    moves.push({ from: walk.remember(moves.length), choices });
    // The state that may be missed: the one that is left, or the one that what is passed would have given.
    let missed = walk.state;
    if (choice === USE) {
      this.steps++;
      walk.useNext();
    } else if (choice === PASS) {
      this.steps++;
      missed = walk.after(walk.state, walk.blocking());
      walk.pass();
      walk.settle();
    } else {
      walk.move(choice.position, choice.state);
    }
    if (walk.isOver) return;
    const { rank, state, mustUse, marks, taken } = walk;
    const { used, free } = marks;
    const isDead =
      walk.outlook.isHopeless(missed, state, rank, taken) ||
      !this.configurations.add({ rank, state, mustUse, used, free });
    if (isDead) this.backtrack();
    else this.choose();
  }

  /** Undoes the last move; false if there is none. */
  private backtrack(): boolean {
    const move = this.moves.pop();
    if (move === undefined) return false;
    this.walk.comeBack(move.from, this.moves.length);
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
  readonly from: Place;
  readonly choices: Choice[];
}
