import type { Json, Operation } from '../../history/operation.ts';
import type { Timed } from '../program-order.ts';

/** An operation with the name, input and output that a model gives it. */
export type Shaped<Name extends string, Input extends Json, Output extends Json> = Omit<
  Operation,
  'op' | 'input' | 'output'
> & {
  readonly op: Name;
  readonly input: Input;
  readonly output: Output;
};

type Fields = Readonly<Record<string, Json>>;

/** Whether `value` is an object whose fields all pass, and that has no others. */
export function hasFields(
  value: Json,
  checks: Readonly<Record<string, (field: Json | undefined) => boolean>>,
): boolean {
  if (!isFields(value)) return false;
  for (const name in checks) if (!checks[name]?.(value[name])) return false;
  for (const name in value) if (checks[name] === undefined) return false;
  return true;
}

export function isFields(value: Json): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isText(value: Json | undefined): boolean {
  return typeof value === 'string';
}

export function isTextOrAbsent(value: Json | undefined): boolean {
  return value === undefined || typeof value === 'string';
}

export function isAnything(value: Json | undefined): boolean {
  return value !== undefined;
}

/** A whole number from 0 on: a version, an offset, a token. */
export function isCount(value: Json | undefined): boolean {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A name for a value, equal for equal values whatever the order of their fields. */
export function nameOf(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(nameOf).join(',')}]`;
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${nameOf(field)}`).join(',')}}`;
}

/** The items of a list; none of anything else. */
export function listIn(value: Json): readonly Json[] {
  return isList(value) ? value : [];
}

export function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** Who called an operation when, and the last instant at which it can have taken effect. */
export function timesOf(operation: Operation): Timed {
  const { client, callTime } = operation;
  return { client, callTime, returnTime: lastInstant(operation) };
}

/** The last instant at which an operation can have taken effect. */
export function lastInstant({ end, returnTime }: Operation): number {
  return end === 'unknown' || returnTime === null ? Infinity : returnTime;
}
