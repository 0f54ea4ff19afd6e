import type { Json, Operation } from '../../history/operation.ts';
import { hasFields, isAnything, isTextOrAbsent, type Shaped } from './shape.ts';

type Element = { readonly key?: string; readonly value: Json };

/** Makes sure that a value is in the set; may answer whether it was not there before. */
type SetAdd = Shaped<'add', Element, boolean | 'OK' | null>;

/** Makes sure that a value is not in the set; may answer whether it was there before. */
type SetRemove = Shaped<'remove', Element, boolean | 'OK' | null>;

/** Answers whether a value is in the set. */
type SetContains = Shaped<'contains', Element, boolean | null>;

/** Answers with all values, in any order. */
type SetRead = Shaped<'read', { readonly key?: string } | null, readonly Json[] | null>;

/** An operation on one value. */
export type ElementOperation = SetAdd | SetRemove | SetContains;

export type SetOperation = ElementOperation | SetRead;

export function isSetOperation(operation: Operation): operation is SetOperation {
  const { op, input, output, end } = operation;
  if (op === 'read') {
    const isInput = input === null || hasFields(input, { key: isTextOrAbsent });
    return isInput && (end === 'ok' ? Array.isArray(output) : output === null);
  }
  if (!hasFields(input, { key: isTextOrAbsent, value: isAnything })) return false;
  if (op !== 'add' && op !== 'remove' && op !== 'contains') return false;
  if (output === false && end === 'failed') return true;
  if (output === null) return op !== 'contains' || end !== 'ok';
  return end === 'ok' && ((output === 'OK' && op !== 'contains') || typeof output === 'boolean');
}

/** Whether it leaves the set as it was. */
export function leavesSet({ op, output }: SetOperation): boolean {
  return op === 'read' || op === 'contains' || output === false;
}
