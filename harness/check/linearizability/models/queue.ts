import type { Json, Operation } from '../../history/operation.ts';
import { decideByPassages, type QueueStep } from '../algorithms/queue-order.ts';
import { sayValue } from '../explain/words.ts';
import type { Model } from '../model.ts';
import {
  hasFields,
  isAnything,
  isFields,
  isTextOrAbsent,
  listIn,
  nameOf,
  timesOf,
  type Shaped,
} from '../operations/shape.ts';
import { inTimesAlone, NONE, predecessorsOf } from '../program-order.ts';
import { ObjectProblem } from '../search/object-problem.ts';
import { BLIND } from '../search/outlook.ts';
import { QueueOutlook } from '../search/queue-outlook.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { sayAnswerOf, sayCallOf, saysSomething } from './kept-words.ts';

/** Puts a value at the end. */
type Enqueue = Shaped<'enqueue', { readonly key?: string; readonly value: Json }, 'OK' | null>;

/** Takes the first value away and answers {value}; answers "empty" if there is none. */
type Dequeue = Shaped<
  'dequeue',
  { readonly key?: string } | null,
  { readonly value: Json } | 'empty' | null
>;

type QueueOperation = Enqueue | Dequeue;

/** A queue, first in, first out, which begins with `initial`. */
export function queueFrom(initial: readonly Json[]): Model<QueueOperation> {
  const object = valuesFrom(initial);
  const searchable = (operations: readonly QueueOperation[]): Searchable<QueueOperation> => {
    const kept = operations.filter((operation) => saysSomething(operation, false));
    const names = kept.flatMap((operation) =>
      operation.op === 'enqueue' ? [nameOf(operation.input.value)] : [],
    );
    const areUnique =
      new Set([...names, ...initial.map(nameOf)]).size === names.length + initial.length;
    const hints = {
      observes,
      outlook: areUnique ? QueueOutlook.of(kept.map(asTransfer)) : () => BLIND,
    };
    return { operations: kept, problem: new ObjectProblem(kept, object, hints) };
  };
  return {
    name: 'queue',
    shapes: {
      enqueue: 'enqueue of {value} or {key, value}, which answers "OK"',
      dequeue: 'dequeue of null or {key}, which answers {value} or "empty"',
    },
    accepts: isQueueOperation,
    keyOf: ({ input }) => input?.key ?? '',
    decide: (operations) =>
      decideByTimes(operations, initial) ?? searchFor(searchable(operations).problem),
    searchable,
    object,
    words: {
      onlyObserves: observes,
      counterparts: () => new Map(),
      sayCall,
      sayAnswer: sayAnswerOf,
      otherAnswers: (operation, all) => (operation.op === 'dequeue' ? answersNear(all) : []),
      companions: (operation, all) => all.filter((other) => isEnqueueFor(operation, other)),
      diagnose: () => undefined,
    },
  };
}

/** Undefined if values are not all different, or the times alone do not tell. */
function decideByTimes(
  operations: readonly QueueOperation[],
  initial: readonly Json[],
): 'holds' | 'violated' | undefined {
  const steps = operations.filter((each) => saysSomething(each, false)).map(asStep);
  const names = steps.flatMap(({ kind, value }) => (kind === 'enqueue' ? [value] : []));
  if (initial.length > 0 || new Set(names).size < names.length) return undefined;
  const found = decideByPassages(steps);
  if (found !== 'holds' || predecessorsOf(steps).every((each) => each === NONE)) return found;
  return decideByPassages(inTimesAlone(steps)) === 'holds' ? 'holds' : undefined;
}

function asStep(operation: QueueOperation): QueueStep {
  const { isIn, value } = asTransfer(operation);
  const times = timesOf(operation);
  if (isIn) return { kind: 'enqueue', value: value ?? '', ...times };
  if (operation.output === 'empty') return { kind: 'empty', value: '', ...times };
  return { kind: value === undefined ? 'maybe-dequeue' : 'dequeue', value: value ?? '', ...times };
}

function valuesFrom(initial: readonly Json[]): SequentialObject<QueueOperation> {
  return {
    initial,
    after(state, operation) {
      const values = listIn(state);
      if (operation.op === 'enqueue') return [...values, operation.input.value];
      const { output } = operation;
      const [first] = values;
      if (output === 'empty') return first === undefined ? state : undefined;
      if (first === undefined) return output === null ? state : undefined;
      const isFirst = output === null || nameOf(output.value) === nameOf(first);
      return isFirst ? values.slice(1) : undefined;
    },
  };
}

function observes({ output }: QueueOperation): boolean {
  return output === 'empty';
}

/** What goes in or comes out; undefined if nobody knows. */
function asTransfer(operation: QueueOperation): { isIn: boolean; value: string | undefined } {
  if (operation.op === 'enqueue') return { isIn: true, value: nameOf(operation.input.value) };
  const { output } = operation;
  return { isIn: false, value: isFields(output) ? nameOf(output['value'] ?? null) : undefined };
}

function isEnqueueFor(dequeue: QueueOperation, other: QueueOperation): boolean {
  if (dequeue.op !== 'dequeue' || other.op !== 'enqueue' || !isFields(dequeue.output)) return false;
  return nameOf(other.input.value) === nameOf(dequeue.output['value'] ?? null);
}

function answersNear(all: readonly QueueOperation[]): Json[] {
  const values = all.flatMap((operation): Json[] =>
    operation.op === 'enqueue' ? [{ value: operation.input.value }] : [],
  );
  return [...values, 'empty'];
}

function sayCall(operation: QueueOperation): string {
  return operation.op === 'dequeue'
    ? sayCallOf('Dequeue', operation.input?.key)
    : sayCallOf('Enqueue', operation.input.key, sayValue(operation.input.value));
}

function isQueueOperation(operation: Operation): operation is QueueOperation {
  const { op, input, output, end } = operation;
  if (op === 'enqueue') {
    return (
      hasFields(input, { key: isTextOrAbsent, value: isAnything }) &&
      (output === null || (end === 'ok' && output === 'OK'))
    );
  }
  if (op !== 'dequeue') return false;
  if (input !== null && !hasFields(input, { key: isTextOrAbsent })) return false;
  if (output === 'empty') return end !== 'unknown';
  return end === 'ok' ? hasFields(output, { value: isAnything }) : output === null;
}
