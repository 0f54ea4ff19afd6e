import { int } from '../cell.ts';
import type { Search } from '../decision.ts';
import type { Configuration } from './configurations.ts';
import { Landing } from './landing.ts';
import { Level, type Origin, type Worth } from './level.ts';
import { Moves } from './moves.ts';
import type { SearchProblem } from './search-problem.ts';
import { Walk } from './walk.ts';

/** How many configurations of one rank are followed at first, and how many times more at the next try. */
const FIRST_WIDTH = 16;
const WIDENING = 1.4;

/**
 * What makes a configuration promising: each try takes the next of these. Found by trial: the second suits texts
 * best, and two that differ find more than the better one twice.
 */
const WORTHS: readonly [Worth, ...Worth[]] = [
  { observed: 4, slippedIn: 2, used: 1, risked: 4 },
  { observed: 4, slippedIn: 1, used: -1, risked: 4 },
  { observed: 2, slippedIn: 2, used: 2, risked: 4 },
];

/**
 * A search from return to return: of all configurations of one rank, the most promising are followed before
 * any of the next rank. A wrong choice that comes to light only much later does no harm, as long as a
 * right one is among those that are followed. If none is left, the search begins again and follows some more;
 * if nothing was left aside, there is no order.
 */
export class Frontier implements Search {
  steps = 0;

  private readonly problem: SearchProblem;
  private readonly walk: Walk;
  private readonly landing: Landing;
  private readonly moves: Moves;
  private tries = 0;
  private worth: Worth = WORTHS[0];
  private width: number;
  /** Whether something was left aside at this width. */
  private isNarrow = false;
  private levels: (Level | undefined)[] = [];
  private rank = 0;
  /** How many configurations of this rank were followed. */
  private followed = 0;
  private verdict: 'holds' | 'violated' | undefined;
  /** By configuration: the one that it came from, and the move that led here. */
  private parents: number[] = [];
  private moveTo: number[] = [];
  private deepest = -1;
  private deepestRank = -1;

  /** `firstWidth`: tests take less, so that small histories are tried more than once. */
  constructor(problem: SearchProblem, firstWidth = FIRST_WIDTH) {
    this.width = firstWidth;
    this.problem = problem;
    this.walk = new Walk(problem, 'far');
    this.landing = new Landing(this.walk);
    this.moves = new Moves(this.walk);
    this.begin();
  }

  run(maxSteps: number): 'holds' | 'violated' | 'paused' {
    const stop = this.steps + maxSteps;
    while (this.verdict === undefined) {
      if (this.steps >= stop) return 'paused';
      this.followNext();
    }
    return this.verdict;
  }

  private begin(): void {
    const { walk, problem } = this;
    this.isNarrow = false;
    this.levels = [];
    this.parents = [];
    this.moveTo = [];
    this.deepest = this.deepestRank = -1;
    this.rank = this.followed = 0;
    const none = new Int32Array(walk.time.maskWords);
    const start = { rank: 0, state: problem.initialState, mustUse: false, used: none, free: none };
    this.landing.land(start, false);
    const place = walk.remember(0);
    walk.settle();
    this.arrive(-1, -1);
    walk.comeBack(place, 0);
  }

  private followNext(): void {
    const level = this.levels[this.rank];
    const best = this.followed < this.width ? level?.next() : undefined;
    if (best !== undefined) {
      this.followed++;
      this.follow(best);
      return;
    }
    if (level?.hasMore === true) this.isNarrow = true;
    this.levels[this.rank] = undefined;
    this.rank++;
    this.followed = 0;
    if (this.rank >= this.levels.length) this.tryAgain();
  }

  /** No configuration is left. */
  private tryAgain(): void {
    if (!this.isNarrow) {
      this.verdict = 'violated';
      return;
    }
    this.width = Math.ceil(WIDENING * this.width);
    this.tries++;
    this.worth = WORTHS[this.tries % WORTHS.length] ?? WORTHS[0];
    this.begin();
  }

  private follow(from: Configuration & Origin): void {
    const { walk } = this;
    this.landing.land(from, from.isIdle);
    const place = walk.remember(0);
    if (!walk.mustUse && walk.marks.isFree(walk.blocking())) {
      const missed = walk.after(walk.state, walk.blocking());
      walk.pass();
      walk.settle();
      this.arrive(from.id, PASS, missed);
      walk.comeBack(place, 0);
      walk.useNext();
      this.arrive(from.id, USE);
      walk.comeBack(place, 0);
      this.steps += 2;
      return;
    }
    this.moves.each((position, state) => {
      this.steps++;
      walk.move(position, state);
      this.arrive(from.id, position, from.state);
      walk.comeBack(place, 0);
    });
    this.steps++;
  }

  /** Keeps where the walk stands, if it leads anywhere. `missed` is the state that was left, or given up. */
  private arrive(parent: number, move: number, missed?: number): void {
    const { walk } = this;
    const id = this.parents.length;
    if (walk.isOver) this.verdict = 'holds';
    else if (this.isHopeless(missed) || !this.keep(id)) return;
    if (walk.rank > this.deepestRank) {
      this.deepestRank = walk.rank;
      this.deepest = id;
    }
    this.parents.push(parent);
    this.moveTo.push(move);
  }

  private isHopeless(missed: number | undefined): boolean {
    const { outlook, state, rank, taken } = this.walk;
    return missed !== undefined && outlook.isHopeless(missed, state, rank, taken);
  }

  private keep(id: number): boolean {
    const { outlook, state, rank, taken, marks, mustUse, time, idleAt } = this.walk;
    const level = (this.levels[rank] ??= new Level(rank, time, this.worth));
    const urgency = Math.max(0, outlook.urgency(state, rank, taken) - rank);
    const { used, free } = marks;
    const isIdle = idleAt === rank;
    return level.add({ rank, state, mustUse, used, free }, { id, isIdle }, urgency);
  }

  longest(): readonly number[] {
    const moves: number[] = [];
    for (let id = this.deepest; id > 0; id = this.parents[id] ?? 0) {
      moves.push(this.moveTo[id] ?? 0);
    }
    const walk = new Walk(this.problem, 'near');
    walk.settle();
    for (const move of moves.toReversed()) {
      if (move === PASS) {
        walk.pass();
        walk.settle();
      } else if (move === USE) walk.useNext();
      else walk.move(move, walk.after(walk.state, move));
    }
    return walk.trail.longest().map((position) => int(walk.time.operationAt, position));
  }
}

/** What returns next and is free is passed, or has to be used first. */
const PASS = -1;
const USE = -2;
