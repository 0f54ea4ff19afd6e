import type { Json, Operation } from '../history/operation.ts';
import type { Model } from './model.ts';
import { searchFor } from './search/search.ts';

/** An order of operations that explains what they returned. */
export interface Order {
  readonly operations: readonly Operation[];
  /** Answered operations that have no place in it, in the order of their returns. */
  readonly left: readonly Operation[];
}

/**
 * The longest order that is found for the operations on one object: of all that are answered if the
 * history holds and the steps suffice, otherwise up to where it gets stuck. A step takes one to three microseconds.
 */
export function longestOrder(
  operations: readonly Operation[],
  model: Model,
  maxSteps: number,
): Order {
  const searchable = model.searchable(operations);
  const search = searchFor(searchable.problem);
  search.run(maxSteps);
  const taken = new Set(search.longest().flatMap((index) => searchable.operations[index] ?? []));
  const left = searchable.operations
    .filter((operation) => operation.end !== 'unknown' && !taken.has(operation))
    .toSorted((a, b) => (a.returnTime ?? 0) - (b.returnTime ?? 0));
  return { operations: [...taken], left };
}

/** What the object holds after each operation of an order: one by one, as they may be long. */
export function* statesAfter(operations: readonly Operation[], model: Model): Generator<Json> {
  let state = model.object.initial;
  for (const operation of operations) {
    const after = model.object.after(state, operation);
    if (after === undefined) {
      throw new Error(`${model.name}: an order has ${operation.op} after ${JSON.stringify(state)}`);
    }
    state = after;
    yield state;
  }
}
