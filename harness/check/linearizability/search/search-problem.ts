import type { Outlook } from './outlook.ts';
import type { Timeline } from './timeline.ts';

/** What an operation does to the object's state. The search prunes by it. */
export const EFFECT = {
  /** Nothing, whatever the state: a read, a refused compare-and-set. Only its legality depends on it. */
  observes: 0,
  /** Something that depends on the state. */
  changes: 1,
  /** Something that depends on the state, but is possible in every state: an append. */
  amends: 2,
  /** Makes the state one that does not depend on the state before: a plain write. Always legal. */
  overwrites: 3,
} as const;

/** Looking far ahead takes longer, which is worth it where many orders are followed at once. */
export type Sight = 'near' | 'far';

/** Answer of `step`: the operation cannot have had its result in that state. */
export const ILLEGAL = -1;

/**
 * The history of one object, ready to be searched for an order. Operations are numbers from 0, states
 * are numbers too, so that a configuration is a few integers.
 */
export interface SearchProblem {
  readonly count: number;
  readonly callTimes: Float64Array;
  /** Infinity where the end is unknown: such an operation may take effect late, or never. */
  readonly returnTimes: Float64Array;
  /**
   * The operation that must come before each although their times only touch, or -1 (see
   * program-order.ts). It is answered.
   */
  readonly predecessors: Int32Array;
  /** One of `EFFECT` each. An operation of unknown end that only observes must be left out. */
  readonly effects: Uint8Array;
  /** Operations with equal numbers do the same: they have equal arguments, results and rights. */
  readonly classes: Int32Array;
  readonly initialState: number;
  /** The state after `operation`, or ILLEGAL. */
  step(state: number, operation: number): number;
  /** Whether every future of `state` is a future of any other state too: then it is never sought. */
  isWorst(state: number): boolean;
  /** What can be seen ahead. */
  outlook(time: Timeline, sight: Sight): Outlook;
}
