import type { Operation } from '../history/operation.ts';
import type { Model } from './model.ts';

/** What the checker says of a history. Undecided is not holds: nothing is known. */
export type HistoryVerdict = { readonly kind: 'holds' } | Violated | Undecided;

/** What is said of one object. */
interface OfObject {
  readonly model: Model;
  /** The object; empty if the history has but one, without a name. */
  readonly key: string;
  /** All operations on the object. */
  readonly operations: readonly Operation[];
}

/** No order of the operations on one object explains what they returned. */
export interface Violated extends OfObject {
  readonly kind: 'violated';
}

/** The search for an order of the operations on one object was given up. */
export interface Undecided extends OfObject {
  readonly kind: 'undecided';
  /** Steps of search until then, over all objects together. */
  readonly steps: number;
}
