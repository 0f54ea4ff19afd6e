import type { Json, Operation } from '../../history/operation.ts';
import { hasFields, isAnything, isTextOrAbsent, type Shaped } from './shape.ts';

/** Without a key, all operations are on one register. */
type Keyed<Input> = Input & { readonly key?: string };

/** Answers with the value, null before the first write. */
type RegisterRead = Shaped<'read', { readonly key?: string } | null, Json>;

type RegisterWrite = Shaped<'write', Keyed<{ readonly value: Json }>, 'OK' | null>;

/** Writes `to` and answers true if the value is `from`; answers false otherwise. */
type RegisterCas = Shaped<'cas', Keyed<{ readonly from: Json; readonly to: Json }>, boolean | null>;

export type RegisterOperation = RegisterRead | RegisterWrite | RegisterCas;

export function isRegisterOperation(operation: Operation): operation is RegisterOperation {
  return isRead(operation) || isWrite(operation) || isCas(operation);
}

function isRead({ op, input, output, end }: Operation): boolean {
  if (op !== 'read' || (end !== 'ok' && output !== null)) return false;
  return input === null || hasFields(input, { key: isTextOrAbsent });
}

function isWrite({ op, input, output, end }: Operation): boolean {
  return (
    op === 'write' &&
    hasFields(input, { key: isTextOrAbsent, value: isAnything }) &&
    (output === null || (end === 'ok' && output === 'OK'))
  );
}

function isCas({ op, input, output, end }: Operation): boolean {
  return (
    op === 'cas' &&
    hasFields(input, { key: isTextOrAbsent, from: isAnything, to: isAnything }) &&
    (end === 'ok' ? typeof output === 'boolean' : output === null || fails(output, end))
  );
}

function fails(output: Json, end: Operation['end']): boolean {
  return output === false && end === 'failed';
}
