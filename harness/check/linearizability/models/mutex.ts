import type { Operation } from '../../history/operation.ts';
import type { Model } from '../model.ts';
import { hasFields, isTextOrAbsent, timesOf, type Shaped } from '../operations/shape.ts';
import { RegisterProblem, type RegisterStep } from '../search/register-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';
import { sayAnswerOf, sayCallOf, saysSomething } from './kept-words.ts';

type MutexInput = { readonly key?: string } | null;

/** Waits until the lock is free, then locks it. */
type MutexAcquire = Shaped<'acquire', MutexInput, 'OK' | null>;

/** Locks it and answers true if it is free; answers false otherwise. */
type MutexTryAcquire = Shaped<'tryAcquire', MutexInput, boolean | null>;

/** Frees the lock, whoever locked it. */
type MutexRelease = Shaped<'release', MutexInput, 'OK' | null>;

type MutexOperation = MutexAcquire | MutexTryAcquire | MutexRelease;

/** A lock without an owner: whoever likes may release it. Free at first. */
export const mutex: Model<MutexOperation> = {
  name: 'mutex',
  shapes: {
    acquire: 'acquire of null or {key}, which answers "OK"',
    tryAcquire: 'tryAcquire of null or {key}, which answers true or false',
    release: 'release of null or {key}, which answers "OK"',
  },
  accepts: isMutexOperation,
  keyOf: ({ input }) => input?.key ?? '',
  decide: (operations) => searchFor(searchable(operations).problem),
  searchable,
  object: {
    initial: 'free',
    after(state, { op, output }) {
      if (output === false) return state === 'held' ? state : undefined;
      if (op === 'release') return state === 'held' ? 'free' : undefined;
      return state === 'free' ? 'held' : undefined;
    },
  },
  words: {
    onlyObserves: ({ output }) => output === false,
    counterparts: () => new Map(),
    sayCall: ({ op, input }) => sayCallOf(NAMES[op], input?.key),
    sayAnswer: sayAnswerOf,
    otherAnswers: ({ op }) => (op === 'tryAcquire' ? [true, false] : []),
    companions: () => [],
    diagnose: () => undefined,
  },
};

const NAMES = { acquire: 'Acquire', tryAcquire: 'TryAcquire', release: 'Release' };

function isMutexOperation(operation: Operation): operation is MutexOperation {
  const { op, input, output, end } = operation;
  if (input !== null && !hasFields(input, { key: isTextOrAbsent })) return false;
  if (op === 'tryAcquire') {
    const isRefusal = output === false && end === 'failed';
    return end === 'ok' ? typeof output === 'boolean' : output === null || isRefusal;
  }
  if (op !== 'acquire' && op !== 'release') return false;
  return output === null || (end === 'ok' && output === 'OK');
}

/** A lock is a register that is swapped from free to held and back. */
function searchable(operations: readonly MutexOperation[]): Searchable<MutexOperation> {
  const kept = operations.filter((operation) => saysSomething(operation, false));
  return { operations: kept, problem: new RegisterProblem(kept.map(asStep), 'free') };
}

function asStep(operation: MutexOperation): RegisterStep {
  const times = timesOf(operation);
  if (operation.output === false) return { kind: 'read', from: 'held', to: 'held', ...times };
  return operation.op === 'release'
    ? { kind: 'swap', from: 'held', to: 'free', ...times }
    : { kind: 'swap', from: 'free', to: 'held', ...times };
}
