import type { Operation } from '../history/operation.ts';

/** The few operations that cannot all be right, and the history that they come from. */
export interface Core<Op extends Operation = Operation> {
  /** In the order of their calls. */
  readonly operations: readonly Op[];
  /** The one to blame, or else the last of them to return: all the others have an order. */
  readonly trigger: Op;
  /** All operations on the object. */
  readonly all: readonly Op[];
}

/** The kinds of violation that have a name; 'no-order' is all the others. */
export type Pattern =
  | 'stale-read'
  | 'reads-go-back'
  | 'read-from-the-future'
  | 'never-written'
  | 'lost-write'
  | 'applied-twice'
  | 'two-orders'
  | 'wrong-order'
  | 'wrong-offset'
  | 'split-brain'
  | 'wrongly-refused'
  | 'two-holders'
  | 'token-goes-back'
  | 'released-unheld'
  | 'no-order';

/** What is wrong, in words. */
export interface Diagnosis {
  readonly pattern: Pattern;
  /** Who did what when, and why that cannot be. It may begin with a client's name in lower case. */
  readonly sentence: string;
  /** Operations outside the core that the sentence speaks of. */
  readonly mentions?: readonly Operation[];
}
