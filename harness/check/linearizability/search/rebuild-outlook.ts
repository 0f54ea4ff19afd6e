import { byte, int } from '../cell.ts';
import type { EpochSupply } from './epoch-supply.ts';
import type { Outlook } from './outlook.ts';
import { EFFECT, type SearchProblem } from './search-problem.ts';
import type { Timeline } from './timeline.ts';

/** How a state can come about. Writes and appends go by numbers, equal ones for equal texts. */
export interface Makers {
  /** The writes of exactly this text; -1 if there are none. */
  readonly write: number;
  /** Appends of a text with which it ends, and the state before that. */
  readonly appends: readonly { readonly append: number; readonly before: number }[];
}

/** How many of the next observations are looked at. The first to return are the most pressing. */
const HORIZON = 6;

/** How many of them are looked at by who looks far. */
const FAR_HORIZON = 24;

/** How many returns later something may be wanted to be as urgent as what misses one character more. */
const DETOUR = 4;

/**
 * Looks ahead to the next observations: what each saw is there already, or must be put together by
 * writes and appends that are not taken yet and can be called before it returns. An append that was
 * wasted on another state is missed here at once, not only when its read cannot come true. Who looks far counts
 * what it takes to build all of them (see EpochSupply).
 */
export class RebuildOutlook implements Outlook {
  private readonly time: Timeline;
  private readonly targetAt: (position: number) => number;
  private readonly makersOf: (state: number) => Makers;
  private readonly missing: (state: number, target: number) => number;
  /** Null for who looks only near. */
  private readonly supply: EpochSupply | null;
  /** Position to the number of its text; -1 for observations. */
  private readonly textAt: Int32Array;
  /** Text to the positions that write or append it, by call, and to how many of them are taken. */
  private readonly positionsOf: readonly number[][];
  private readonly takenOf: Int32Array;
  /** Rank to the first rank from there on that is of an observation; the number of ranks if none is. */
  private readonly nextObservation: Int32Array;

  /**
   * `texts`: operation to the number of the text that it writes or appends. `target`: operation to the
   * state that it observes. `makersOf`: how to come to a state.
   */
  constructor(
    problem: SearchProblem,
    time: Timeline,
    texts: Int32Array,
    target: Int32Array,
    makersOf: (state: number) => Makers,
    missing: (state: number, target: number) => number,
    supply: EpochSupply | null,
  ) {
    this.supply = supply;
    this.missing = missing;
    this.time = time;
    this.targetAt = (position) => int(target, int(time.operationAt, position));
    this.makersOf = makersOf;
    const observes = (position: number): boolean =>
      byte(problem.effects, int(time.operationAt, position)) === EFFECT.observes;
    this.textAt = time.operationAt.map((operation, position) =>
      observes(position) ? -1 : int(texts, operation),
    );
    const positionsOf = Array.from({ length: Math.max(-1, ...texts) + 1 }, (): number[] => []);
    for (const [position, text] of this.textAt.entries()) positionsOf[text]?.push(position);
    this.positionsOf = positionsOf;
    this.takenOf = new Int32Array(positionsOf.length);
    this.nextObservation = nextRanks(time, observes);
  }

  took(position: number): void {
    this.supply?.took(position);
    const text = int(this.textAt, position);
    if (text >= 0) this.takenOf[text] = int(this.takenOf, text) + 1;
  }

  gaveBack(position: number): void {
    this.supply?.gaveBack(position);
    const text = int(this.textAt, position);
    if (text >= 0) this.takenOf[text] = int(this.takenOf, text) - 1;
  }

  isHopeless(_before: number, state: number, rank: number, taken: Uint8Array): boolean {
    let next = int(this.nextObservation, rank);
    const horizon = this.supply === null ? HORIZON : FAR_HORIZON;
    this.supply?.begin();
    for (let seen = 0; seen < horizon && next < this.time.positionAt.length;) {
      const position = int(this.time.positionAt, next);
      if (byte(taken, position) === 0) {
        const target = this.targetAt(position);
        if (seen < HORIZON && !this.canBecome(state, target, next)) return true;
        if (this.supply?.suffices(state, target, next) === false) return true;
        seen++;
      }
      next = int(this.nextObservation, next + 1);
    }
    return false;
  }

  urgency(state: number, rank: number, taken: Uint8Array): number {
    const { observers, positionAt, rankOf } = this.time;
    const count = observers.count(rank);
    let best = 2 * positionAt.length;
    for (let index = 0; index < count; index++) {
      const position = observers.position(rank, index);
      const wanted = int(rankOf, position);
      if (wanted >= best) break;
      if (byte(taken, position) === 1) continue;
      const missing = this.missing(state, this.targetAt(position));
      if (missing >= 0) best = Math.min(best, wanted + DETOUR * missing);
    }
    return best;
  }

  /** Whether `state` can turn into `target` before the return at `rank`, as far as this is easy to tell. */
  private canBecome(state: number, target: number, rank: number): boolean {
    let wanted = target;
    while (wanted !== state) {
      const { write, appends } = this.makersOf(wanted);
      if (this.isLeft(write, rank)) return true;
      let before = -1;
      for (const made of appends) {
        if (!this.isLeft(made.append, rank)) continue;
        if (before >= 0) return true;
        before = made.before;
      }
      if (before < 0) return false;
      wanted = before;
    }
    return true;
  }

  /** Whether some write or append of the text is not taken, and called before the return at `rank`. */
  private isLeft(text: number, rank: number): boolean {
    if (text < 0) return false;
    const next = this.positionsOf[text]?.[int(this.takenOf, text)];
    return next !== undefined && next < int(this.time.calledBy, rank);
  }
}

function nextRanks({ positionAt }: Timeline, observes: (position: number) => boolean): Int32Array {
  const ranks = positionAt.length;
  const found = new Int32Array(ranks + 1).fill(ranks);
  for (let rank = ranks - 1; rank >= 0; rank--) {
    found[rank] = observes(int(positionAt, rank)) ? rank : int(found, rank + 1);
  }
  return found;
}
