import { byte, int } from '../cell.ts';
import type { Outlook } from './outlook.ts';
import type { Timeline } from './timeline.ts';

/** What an operation has to do with states: which one it needs, and which one it gives. */
export interface Trade {
  /** The only state in which the operation is legal; -1 if there is no such one. */
  readonly needs: Int32Array;
  /** The state after the operation; -1 if it stays as it was. */
  readonly gives: Int32Array;
  /** States are numbers below it. */
  readonly states: number;
}

/** How many operations that need a state are looked at. The first to return are the most pressing. */
const HORIZON = 16;

/**
 * Looks ahead by supply and demand. When a state is left, the answered operations that still need it
 * depend on those that can bring it back: not taken yet, and called before the one that needs it
 * returns. Operations that need the state and change it use it up, so each wants one of its own.
 */
export class SupplyOutlook implements Outlook {
  private readonly time: Timeline;
  /** By position. */
  private readonly needs: Int32Array;
  private readonly gives: Int32Array;
  /** State to the operations that need it, in the order of their returns. */
  private readonly demands: readonly Demand[][];
  /** State to how many operations that give it are taken. */
  private readonly given: Int32Array;

  constructor({ needs, gives, states }: Trade, time: Timeline) {
    this.time = time;
    this.needs = time.operationAt.map((operation) => int(needs, operation));
    this.gives = time.operationAt.map((operation) => int(gives, operation));
    this.demands = this.findDemands(states);
    this.given = new Int32Array(states);
  }

  took(position: number): void {
    const state = int(this.gives, position);
    if (state >= 0) this.given[state] = int(this.given, state) + 1;
  }

  gaveBack(position: number): void {
    const state = int(this.gives, position);
    if (state >= 0) this.given[state] = int(this.given, state) - 1;
  }

  isHopeless(before: number, state: number, rank: number, taken: Uint8Array): boolean {
    if (before === state) return false;
    const demands = this.demands[before] ?? [];
    const given = int(this.given, before);
    const start = firstFrom(demands, rank);
    let used = 0;
    for (let index = start; index < Math.min(demands.length, start + HORIZON); index++) {
      const demand = demands[index];
      if (demand === undefined || byte(taken, demand.position) === 1) continue;
      if (demand.usesUp) used++;
      if (demand.giversByThen - given < Math.max(used, 1)) return true;
    }
    return false;
  }

  urgency(state: number, rank: number, taken: Uint8Array): number {
    const demands = this.demands[state] ?? [];
    for (let index = firstFrom(demands, rank); index < demands.length; index++) {
      const demand = demands[index];
      if (demand !== undefined && byte(taken, demand.position) === 0) return demand.rank;
    }
    return this.time.positionAt.length;
  }

  private findDemands(states: number): Demand[][] {
    const demands = Array.from({ length: states }, (): Demand[] => []);
    const givers = new Int32Array(states);
    let called = 0;
    for (const [rank, position] of this.time.positionAt.entries()) {
      for (; called < int(this.time.calledBy, rank); called++) {
        const gives = int(this.gives, called);
        if (gives >= 0) givers[gives] = int(givers, gives) + 1;
      }
      const needs = int(this.needs, position);
      if (needs < 0) continue;
      const gives = int(this.gives, position);
      const usesUp = gives >= 0 && gives !== needs;
      demands[needs]?.push({ rank, position, usesUp, giversByThen: int(givers, needs) });
    }
    return demands;
  }
}

/** An answered operation that needs a state. */
interface Demand {
  readonly rank: number;
  readonly position: number;
  /** Whether it leaves another state behind. */
  readonly usesUp: boolean;
  /** How many operations that give the state are called before this one returns. */
  readonly giversByThen: number;
}

/** The index of the first demand of `rank` or later. */
function firstFrom(demands: readonly Demand[], rank: number): number {
  let low = 0;
  let high = demands.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((demands[middle]?.rank ?? Infinity) < rank) low = middle + 1;
    else high = middle;
  }
  return low;
}
