import type { Operation } from '../history/operation.ts';
import type { Model } from './model.ts';

/** What the checker says of a history. Undecided is not holds: nothing is known. */
export type Verdict =
  | { readonly kind: 'holds' }
  | Violated
  /** The search was given up after so many steps. */
  | { readonly kind: 'undecided'; readonly steps: number };

/** No order of the operations on one object explains what they returned. */
export interface Violated {
  readonly kind: 'violated';
  readonly model: Model;
  /** The object; empty if the history has but one, without a name. */
  readonly key: string;
  /** All operations on the object. */
  readonly operations: readonly Operation[];
}
