import { byte, int } from '../cell.ts';
import { kindsOf, maybesByKind } from './same-kind.ts';
import { ILLEGAL } from './search-problem.ts';
import type { Walk } from './walk.ts';

/**
 * The moves of a walk that are worth a try. What makes them few, each by an exchange argument that is tested
 * against a plain search (an operation is loose if it is possible in every state and its client's order binds
 * it to no other):
 *
 * - What is loose can be slipped in just before an overwrite, where nobody sees what it does, or where it
 *   changes nothing (see Walk). So an overwrite does not follow something loose, or of unknown end, if nothing
 *   was observed in between and no return was passed: without that operation the overwrite leads to the same
 *   state and frees as much. For the same reason nothing of the kind leads to the worst state, from which only
 *   an overwrite leads on, unless this lets the next return pass.
 * - Of operations that do the same, the one that returns first goes first, unless it is free and the other is
 *   not: in any order with the other first the two can change places, and if the first one was not taken,
 *   then the other one need not be either.
 */
export class Moves {
  private readonly walk: Walk;
  /** Position to the number of what it does; equal where two can change places. */
  private readonly kindOf: Int32Array;
  /** Positions of unknown end that do the same, by call. */
  private readonly maybes: readonly (readonly number[])[];
  /** Kind to what was seen of it in this turn: nothing if it is below `turn`, else whether something owed was. */
  private readonly seen: Int32Array;
  private turn = 0;

  constructor(walk: Walk) {
    this.walk = walk;
    this.kindOf = kindsOf(walk.problem, walk.time);
    this.seen = new Int32Array(Math.max(-1, ...this.kindOf) + 1);
    this.maybes = maybesByKind(walk.problem, walk.time, this.kindOf);
  }

  /** Calls `visit` with each move and the state that it leads to; returns how many operations were looked at. */
  each(visit: (position: number, state: number) => void): number {
    const { walk } = this;
    const { changers } = walk.time;
    this.turn += 2;
    let looked = 0;
    const answered = changers.count(walk.rank);
    for (let index = 0; index < answered; index++) {
      const position = changers.position(walk.rank, index);
      if (!walk.isOpen(position)) continue;
      looked++;
      if (!this.isFirst(position)) continue;
      const state = this.stateAfter(position);
      if (state !== ILLEGAL) visit(position, state);
    }
    const called = walk.called();
    for (const sameKind of this.maybes) {
      const position = this.firstLeft(sameKind);
      if (position === undefined || position >= called || !walk.isOpen(position)) continue;
      looked++;
      if (int(this.seen, int(this.kindOf, position)) >= this.turn) continue;
      const state = this.stateAfter(position);
      if (state !== ILLEGAL) visit(position, state);
    }
    return looked;
  }

  private isFirst(position: number): boolean {
    const kind = int(this.kindOf, position);
    const seen = int(this.seen, kind);
    const isFree = this.walk.marks.isFree(position);
    if (seen > this.turn || (seen === this.turn && isFree)) return false;
    this.seen[kind] = isFree ? this.turn : this.turn + 1;
    return true;
  }

  /** The first of a kind that is not taken: they are taken in this order. */
  private firstLeft(sameKind: readonly number[]): number | undefined {
    let low = 0;
    let high = sameKind.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (byte(this.walk.taken, sameKind[middle] ?? 0) === 1) low = middle + 1;
      else high = middle;
    }
    return sameKind[low];
  }

  /** The state after `position`; ILLEGAL also if there is no point in it. */
  private stateAfter(position: number): number {
    const { walk } = this;
    const overwrites = walk.overwrites(position);
    if (overwrites && walk.rank === walk.idleAt) return ILLEGAL;
    const state = walk.after(walk.state, position);
    if (state === ILLEGAL || !walk.isNeedless(position)) return state;
    const frees = overwrites && walk.marks.owesSomething(walk.rank);
    if (state === walk.state && !frees) return ILLEGAL;
    return walk.problem.isWorst(state) && !this.letsPass(position) ? ILLEGAL : state;
  }

  /** Whether the next return would pass if the state were the worst, at the price of `position`. */
  private letsPass(position: number): boolean {
    return !this.walk.isMaybe(position) && this.walk.isLoose(this.walk.blocking());
  }
}
