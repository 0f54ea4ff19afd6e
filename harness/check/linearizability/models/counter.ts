import type { Json, Operation } from '../../history/operation.ts';
import type { Model } from '../model.ts';
import { hasFields, isTextOrAbsent, type Shaped } from '../operations/shape.ts';
import { ObjectProblem } from '../search/object-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { sayAnswerOf, sayCallOf, saysSomething } from './kept-words.ts';

/** Adds a whole number, which may be negative; may answer with the sum. */
type CounterAdd = Shaped<
  'add',
  { readonly key?: string; readonly value: number },
  number | 'OK' | null
>;

/** Answers with the sum of all that was added. */
type CounterRead = Shaped<'read', { readonly key?: string } | null, number | null>;

type CounterOperation = CounterAdd | CounterRead;

/** A counter that begins with `initial`. */
export function counterFrom(initial: number): Model<CounterOperation> {
  const object: SequentialObject<CounterOperation> = {
    initial,
    after(state, { op, input, output }) {
      if (typeof state !== 'number') return undefined;
      if (op === 'read') return output === state ? state : undefined;
      const sum = state + input.value;
      return typeof output === 'number' && output !== sum ? undefined : sum;
    },
  };
  const searchable = (operations: readonly CounterOperation[]): Searchable<CounterOperation> => {
    const kept = operations.filter((operation) => saysSomething(operation, observes(operation)));
    return { operations: kept, problem: new ObjectProblem(kept, object, { observes }) };
  };
  return {
    name: 'counter',
    shapes: {
      add: 'add of {value} or {key, value} with a whole number, which answers "OK" or the new sum',
      read: 'read of null or {key}, which answers with the sum',
    },
    accepts: isCounterOperation,
    keyOf: ({ input }) => input?.key ?? '',
    decide: (operations) => searchFor(searchable(operations).problem),
    searchable,
    object,
    words: {
      onlyObserves: observes,
      counterparts: () => new Map(),
      sayCall,
      sayAnswer: sayAnswerOf,
      otherAnswers: (operation, all) => sumsNear(operation, all, initial),
      companions: () => [],
      diagnose: () => undefined,
    },
  };
}

function observes({ op }: CounterOperation): boolean {
  return op === 'read';
}

function sayCall({ op, input }: CounterOperation): string {
  return op === 'read'
    ? sayCallOf('Read', input?.key)
    : sayCallOf('Add', input.key, `${input.value}`);
}

/** Sums of the first so many additions: what it would be had they come in the order of their calls. */
function sumsNear(
  { output }: CounterOperation,
  all: readonly CounterOperation[],
  initial: number,
): Json[] {
  if (typeof output !== 'number') return [];
  const sums = [initial];
  for (const operation of all) {
    if (operation.op === 'add') sums.push((sums.at(-1) ?? 0) + operation.input.value);
  }
  return [...new Set(sums.toReversed())];
}

function isCounterOperation(operation: Operation): operation is CounterOperation {
  const { op, input, output, end } = operation;
  if (op === 'read') {
    const isInput = input === null || hasFields(input, { key: isTextOrAbsent });
    return isInput && (end === 'ok' ? isWhole(output) : output === null);
  }
  return (
    op === 'add' &&
    hasFields(input, { key: isTextOrAbsent, value: isWhole }) &&
    (output === null || (end === 'ok' && (output === 'OK' || isWhole(output))))
  );
}

export function isWhole(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value);
}
