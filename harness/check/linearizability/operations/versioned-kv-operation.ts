import type { Json, Operation } from '../../history/operation.ts';
import { MEANING } from '../algorithms/version-facts.ts';
import { isFields, type Shaped } from './shape.ts';

/** Answers with the value and its version, or ErrNoKey while the key does not exist. */
export type VersionedGet = Shaped<
  'get',
  { readonly key: string },
  { readonly value: string; readonly version: number } | 'ErrNoKey' | null
>;

/**
 * Writes `value` if the key's version is `version`, which then grows by one; a key that does not exist
 * has version 0. Refused with ErrVersion if the key has another version, with ErrNoKey if it does not
 * exist. ErrMaybe: the client cannot tell whether an earlier send of it took effect.
 */
export type VersionedPut = Shaped<
  'put',
  { readonly key: string; readonly value: string; readonly version: number },
  'OK' | 'ErrVersion' | 'ErrNoKey' | 'ErrMaybe' | null
>;

export type VersionedOperation = VersionedGet | VersionedPut;

/** What the checker makes of a put: `nothing` if it had no effect, and nobody knows why. */
export type PutEnd = 'done' | 'ErrVersion' | 'ErrNoKey' | 'maybe' | 'nothing';

export function putEnd({ end, output }: VersionedPut): PutEnd {
  if (end === 'unknown') return 'maybe';
  if (output === 'ErrVersion' || output === 'ErrNoKey') return output;
  return end === 'ok' ? 'done' : 'nothing';
}

/** One of `MEANING`: what the operation says of its key. */
export function meaningOf(operation: VersionedOperation): number {
  if (operation.op === 'put') {
    const end = putEnd(operation);
    // Before version 1 there is no key, and nothing but a put on version 0 is in place.
    if (end === 'ErrNoKey') return operation.input.version === 0 ? MEANING.absurd : MEANING.seen;
    return MEANINGS[end];
  }
  const { output } = operation;
  if (output === null) return MEANING.nothing;
  return output !== 'ErrNoKey' && output.version === 0 ? MEANING.absurd : MEANING.seen;
}

const MEANINGS = {
  done: MEANING.done,
  ErrVersion: MEANING.refused,
  maybe: MEANING.maybe,
  nothing: MEANING.nothing,
} as const;

/** The version and value that a put writes on, or that was seen; version 0 where there is none. */
export function versionedValueOf({ op, input, output }: VersionedOperation): {
  readonly value: string;
  readonly version: number;
} {
  if (op === 'put') return input;
  return typeof output === 'object' && output !== null ? output : NO_VALUE;
}

const NO_VALUE = { value: '', version: 0 };

export function isVersionedOperation(operation: Operation): operation is VersionedOperation {
  return isGet(operation) || isPut(operation);
}

function isGet({ op, input, output, end }: Operation): boolean {
  if (op !== 'get' || !isFields(input) || typeof input['key'] !== 'string') return false;
  if (output === 'ErrNoKey') return end !== 'unknown';
  return end === 'ok' ? isVersionedValue(output) : output === null;
}

function isPut({ op, input, output, end }: Operation): boolean {
  if (op !== 'put' || !isVersionedValue(input) || typeof input['key'] !== 'string') return false;
  if (end === 'unknown') return output === null || output === 'ErrMaybe';
  if (output === 'ErrVersion' || output === 'ErrNoKey') return true;
  return output === null || (end === 'ok' && output === 'OK');
}

function isVersionedValue(json: Json): json is { readonly [name: string]: Json } {
  if (!isFields(json) || typeof json['value'] !== 'string') return false;
  const version = json['version'];
  return typeof version === 'number' && Number.isSafeInteger(version) && version >= 0;
}
