import type { Json } from '../../history/operation.ts';
import { sayValue } from '../explain/words.ts';
import type { Model } from '../model.ts';
import { isSetOperation, leavesSet, type SetOperation } from '../operations/set-operation.ts';
import { nameOf } from '../operations/shape.ts';
import { sayAnswerOf, sayCallOf } from './kept-words.ts';
import { decideSet, searchableSet, setFrom } from './set-decide.ts';

/** A set of values, which begins with `initial`. */
export function setModelFrom(initial: readonly Json[]): Model<SetOperation> {
  const object = setFrom(initial);
  return {
    name: 'set',
    shapes: {
      add: 'add of {value} or {key, value}, which answers "OK", or whether the value was new',
      remove: 'remove of {value} or {key, value}, which answers "OK", or whether it was there',
      contains: 'contains of {value} or {key, value}, which answers true or false',
      read: 'read of null or {key}, which answers with a list of values',
    },
    accepts: isSetOperation,
    keyOf: ({ input }) => input?.key ?? '',
    decide: (operations) => decideSet(operations, object),
    searchable: (operations) => searchableSet(operations, object),
    object,
    words: {
      onlyObserves: leavesSet,
      counterparts: () => new Map(),
      sayCall,
      sayAnswer: sayAnswerOf,
      otherAnswers: ({ output }) => (typeof output === 'boolean' ? [true, false] : []),
      companions: (operation, all) => (operation.op === 'read' ? [] : changesOf(operation, all)),
      diagnose: () => undefined,
    },
  };
}

const NAMES = { add: 'Add', remove: 'Remove', contains: 'Contains', read: 'Read' };

function sayCall(operation: SetOperation): string {
  const name = NAMES[operation.op];
  return operation.op === 'read'
    ? sayCallOf(name, operation.input?.key)
    : sayCallOf(name, operation.input.key, sayValue(operation.input.value));
}

function changesOf(
  { input }: Exclude<SetOperation, { op: 'read' }>,
  all: readonly SetOperation[],
): readonly SetOperation[] {
  const name = nameOf(input.value);
  return all.filter(
    (other) => other.op !== 'read' && !leavesSet(other) && nameOf(other.input.value) === name,
  );
}
