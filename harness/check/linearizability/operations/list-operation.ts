import type { Json, Operation } from '../../history/operation.ts';
import { hasFields, isAnything, isCount, isTextOrAbsent, type Shaped } from './shape.ts';

/** Appends to a list or log; may answer with the offset at which the value landed, counted from 0. */
export type ListAppend = Shaped<
  'append',
  { readonly value: Json; readonly key?: string },
  number | 'OK' | null
>;

/** Answers with all values, in order. */
type ListRead = Shaped<'read', { readonly key?: string } | null, readonly Json[] | null>;

export type ListOperation = ListAppend | ListRead;

export function isListOperation(operation: Operation): operation is ListOperation {
  const { op, input, output, end } = operation;
  if (op === 'append') {
    return (
      hasFields(input, { key: isTextOrAbsent, value: isAnything }) &&
      (output === null || (end === 'ok' && (output === 'OK' || isCount(output))))
    );
  }
  return (
    op === 'read' &&
    (input === null || hasFields(input, { key: isTextOrAbsent })) &&
    (end === 'ok' ? Array.isArray(output) : output === null)
  );
}
