import { int } from '../cell.ts';
import type { Search } from '../decision.ts';
import { Configurations } from './configurations.ts';
import { Moves } from './moves.ts';
import type { SearchProblem } from './search-problem.ts';
import { Walk, type Place } from './walk.ts';

/**
 * Depth-first search after Wing and Gong (1993) with Lowe's (2017) memory of configurations. Walk says what
 * makes a configuration small, and Moves which moves are worth a try. A configuration is left if another one
 * with the same rank and state was reached that has used up no more and owes no more (see Configurations), or if
 * some operation cannot come true (see Outlook).
 *
 * Of the moves that are left, the one goes first whose state is wanted by the first to return.
 */
export class DepthFirst implements Search {
  steps = 0;

  private readonly walk: Walk;
  private readonly moves: Moves;
  private readonly configurations: Configurations;
  private readonly made: Made[] = [];
  /** The moves that are left to try from here, the best one last. */
  private choices: Choice[] = [];
  private started = false;

  constructor(problem: SearchProblem) {
    this.walk = new Walk(problem, 'near');
    this.moves = new Moves(this.walk);
    this.configurations = new Configurations(this.walk.time, ROWS_AT_FIRST);
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
      else if (!this.backtrack()) return 'violated';
    }
    return 'holds';
  }

  longest(): readonly number[] {
    const { trail, time } = this.walk;
    return trail.longest().map((position) => int(time.operationAt, position));
  }

  /** Lists the moves that are worth a try. */
  private choose(): void {
    const { walk } = this;
    if (walk.isOver) return;
    if (!walk.mustUse && walk.marks.isFree(walk.blocking())) {
      this.choices = [USE, PASS];
      return;
    }
    const choices: Choice[] = [];
    this.steps += this.moves.each((position, state) => {
      const urgency = walk.outlook.urgency(state, walk.rank, walk.taken);
      insert({ position, state, urgency }, choices);
    });
    this.choices = choices;
  }

  /** Makes a move; takes it back if it leads nowhere. */
  private attempt(choice: Choice): void {
    const { walk, choices, made } = this;
    made.push({ from: walk.remember(made.length), choices });
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
      this.configurations.add({ rank, state, mustUse, used, free }) === 0;
    if (isDead) this.backtrack();
    else this.choose();
  }

  /** Undoes the last move; false if there is none. */
  private backtrack(): boolean {
    const last = this.made.pop();
    if (last === undefined) return false;
    this.walk.comeBack(last.from, this.made.length);
    this.choices = last.choices;
    return true;
  }
}

const ROWS_AT_FIRST = 512;

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

/** A move, and what it takes to undo it. */
interface Made {
  readonly from: Place;
  readonly choices: Choice[];
}
