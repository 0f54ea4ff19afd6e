import type { Operation } from '../../history/operation.ts';
import { hasFields, isText, type Shaped } from './shape.ts';

/** Answers with the value; a key that was never written holds the empty text. */
type KvGet = Shaped<'get', { readonly key: string }, string | null>;

/** Replaces the value, or appends to it. */
type KvPut = Shaped<'put', { readonly key: string; readonly value: string }, 'OK' | null>;
type KvAppend = Shaped<'append', { readonly key: string; readonly value: string }, 'OK' | null>;

export type KvOperation = KvGet | KvPut | KvAppend;

export function isKvOperation(operation: Operation): operation is KvOperation {
  const { op, input, output, end } = operation;
  if (op === 'get') {
    return hasFields(input, { key: isText }) && (end === 'ok' ? isText(output) : output === null);
  }
  if (op !== 'put' && op !== 'append') return false;
  return (
    hasFields(input, { key: isText, value: isText }) &&
    (output === null || (end === 'ok' && output === 'OK'))
  );
}
