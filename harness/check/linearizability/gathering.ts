import type { Operation } from '../history/operation.ts';
import type { Decision } from './decision.ts';

/** The operations on one object, ready to be judged. */
export interface Part<Op extends Operation = Operation> {
  /** The object; empty if the history has but one, without a name. */
  readonly key: string;
  readonly size: number;
  decide(): Decision;
  /** In the order of the history. */
  operations(): readonly Op[];
}

/** Takes a history's operations one by one, and keeps them apart by object. */
export interface Gathering<Op extends Operation = Operation> {
  add(operation: Op): void;
  parts(): readonly Part<Op>[];
}
