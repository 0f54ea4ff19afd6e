/*
 * The built-ins that the bridge needs, taken before any student code runs, which may patch them afterwards.
 * For the same reason no module of the bridge spreads, iterates or sets an array's element once its incarnation
 * has started: all of these look up what may be patched. One that starts among patched built-ins is part
 * of a run that does not count.
 */

export const { parse, stringify } = JSON;
export const {
  apply,
  construct,
  defineProperty,
  deleteProperty,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  ownKeys,
} = Reflect;
export const { isArray } = Array;
export const { isFinite } = Number;
export const { floor, imul, max, min, round, sqrt } = Math;
export const { freeze, hasOwn, keys: keysOf } = Object;
export const ObjectPrototype = Object.prototype;
export const RealDate = Date;
export const RealError = Error;
export const RealTypeError = TypeError;
export const RealPromise = Promise;
export const RealProxy = Proxy;
const RealMap = Map;
const { get, set, delete: remove } = RealMap.prototype;
const { then } = RealPromise.prototype;
const { resolve } = RealPromise;
const { exec } = RegExp.prototype;
const { indexOf, padEnd, padStart, repeat, slice } = String.prototype;
const { slice: sliceList } = Array.prototype;

/** An object that inherits nothing, not even a setter. */
export function bare<T extends object>(): T {
  return { __proto__: null } as unknown as T;
}

/** A map that uses the methods that were there at the start. */
export function privateMap<K, V>(): Pick<Map<K, V>, 'get' | 'set' | 'delete'> {
  const map = new RealMap<K, V>();
  // Assigned, they would be handed to whoever has put a setter in their place.
  own(map, 'get', get);
  own(map, 'set', set);
  own(map, 'delete', remove);
  return map;
}

function own(object: object, name: string, value: unknown): void {
  defineProperty(object, name, { __proto__: null, value } as unknown as PropertyDescriptor);
}

/** `value` as a promise. */
export function promiseOf(value: unknown): Promise<unknown> {
  return apply(resolve, RealPromise, [value]);
}

export function whenSettled(
  promise: Promise<unknown>,
  done: (value: unknown) => void,
  failed?: (error: unknown) => void,
): void {
  void apply(then, promise, [done, failed]);
}

export function sliceOf(text: string, start: number, end?: number): string {
  return apply(slice, text, [start, end]);
}

/** Where a part begins in a text; -1 where it is not in it. */
export function placeIn(text: string, part: string, from = 0): number {
  return apply(indexOf, text, [part, from]);
}

export function repeated(text: string, times: number): string {
  return apply(repeat, text, [times]);
}

/** A text with blanks in front of it or behind it, up to a length. */
export function padded(text: string, length: number, side: 'start' | 'end'): string {
  return apply(side === 'start' ? padStart : padEnd, text, [length, ' ']);
}

/** Whether an expression of the bridge's own finds something in a text. */
export function finds(expression: RegExp, text: string): boolean {
  return apply(exec, expression, [text]) !== null;
}

/** Those entries as an array: of what is no array itself, the engine looks up nothing that may be patched. */
export function listOf<T>(entries: Readonly<Record<number, T>> & { readonly length: number }): T[] {
  return apply(sliceList, entries, []) as T[];
}
