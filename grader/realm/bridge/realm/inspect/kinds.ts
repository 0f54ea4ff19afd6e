import { apply, getOwnPropertyDescriptor, getPrototypeOf } from '../primordials.ts';

/*
 * What kind of built-in object a value is: asked of the methods that the realm had at its start, which know their own
 * objects, and of no member of the value, which could say anything.
 */

type Getter = () => unknown;

function getter(object: object, name: PropertyKey): Getter {
  return getOwnPropertyDescriptor(object, name)?.get as Getter;
}

const mapSize = getter(Map.prototype, 'size');
const setSize = getter(Set.prototype, 'size');
const TypedPrototype = getPrototypeOf(Uint8Array.prototype) as object;
const typedTag = getter(TypedPrototype, Symbol.toStringTag);
const typedLength = getter(TypedPrototype, 'length');
const byteLength = getter(ArrayBuffer.prototype, 'byteLength');
const regExpSource = getter(RegExp.prototype, 'source');
const regExpFlags = getter(RegExp.prototype, 'flags');
const { entries: mapEntries } = Map.prototype;
const { values: setValues } = Set.prototype;
const { next: nextOfMap } = getPrototypeOf(new Map().entries()) as { next: Getter };
const { next: nextOfSet } = getPrototypeOf(new Set().values()) as { next: Getter };
const { has: hasWeakly } = WeakMap.prototype;
const { has: isWeaklyIn } = WeakSet.prototype;
const { getTime, toISOString } = Date.prototype;
const { toString: tagText } = Object.prototype;
const { isPrototypeOf } = Object.prototype;
const PromisePrototype: object = Promise.prototype;
const ErrorPrototype: object = Error.prototype;
const unboxed = {
  Number: Number.prototype.valueOf,
  String: String.prototype.valueOf,
  Boolean: Boolean.prototype.valueOf,
  BigInt: BigInt.prototype.valueOf,
  Symbol: Symbol.prototype.valueOf,
};

/** What a method of the realm says of a value; undefined where it refuses it. */
function ask(method: Getter, value: object): unknown {
  try {
    return apply(method, value, []);
  } catch {
    return undefined;
  }
}

export function sizeOfMap(value: object): number | undefined {
  return ask(mapSize, value) as number | undefined;
}

export function sizeOfSet(value: object): number | undefined {
  return ask(setSize, value) as number | undefined;
}

interface Next {
  readonly done: boolean;
  readonly value: unknown;
}

/** Hands over the entries of a map until `take` returns false. */
export function eachOfMap(map: object, take: (key: unknown, value: unknown) => boolean): void {
  const entries = apply(mapEntries, map as Map<unknown, unknown>, []);
  for (;;) {
    const { done, value } = apply(nextOfMap, entries, []) as Next;
    if (done) return;
    const entry = value as readonly unknown[];
    if (!take(entry[0], entry[1])) return;
  }
}

/** Hands over the elements of a set until `take` returns false. */
export function eachOfSet(set: object, take: (value: unknown) => boolean): void {
  const values = apply(setValues, set as Set<unknown>, []);
  for (;;) {
    const { done, value } = apply(nextOfSet, values, []) as Next;
    if (done || !take(value)) return;
  }
}

/** Such as `Uint8Array`; undefined for what is no typed array. */
export function kindOfTyped(value: object): string | undefined {
  return ask(typedTag, value) as string | undefined;
}

export function lengthOfTyped(value: object): number {
  return apply(typedLength, value, []) as number;
}

export function bytesOfBuffer(value: object): number | undefined {
  return ask(byteLength, value) as number | undefined;
}

/** A date as text, if it is one. */
export function dateText(value: object): string | undefined {
  const time = ask(getTime, value);
  if (time === undefined) return undefined;
  return time === time ? (ask(toISOString, value) as string) : 'Invalid Date';
}

/** An expression as one writes it, if it is one. */
export function regExpText(value: object): string | undefined {
  // The prototype itself has a source too.
  if (value === RegExp.prototype) return undefined;
  const source = ask(regExpSource, value);
  return source === undefined
    ? undefined
    : '/' + (source as string) + '/' + (ask(regExpFlags, value) as string);
}

/** A primitive in an object of its own, and what such an object is called. */
export function unboxedOf(value: object): { kind: string; primitive: unknown } | undefined {
  for (const kind in unboxed) {
    const primitive = ask(unboxed[kind as keyof typeof unboxed], value);
    if (primitive !== undefined) return { kind, primitive };
  }
  return undefined;
}

export function kindOfWeak(value: object): 'WeakMap' | 'WeakSet' | undefined {
  if (isTakenBy(hasWeakly, value)) return 'WeakMap';
  return isTakenBy(isWeaklyIn, value) ? 'WeakSet' : undefined;
}

function isTakenBy(has: (key: never) => boolean, value: object): boolean {
  try {
    apply(has as (key: object) => boolean, value, [value]);
    return true;
  } catch {
    return false;
  }
}

export function isError(value: object): value is Error {
  return isA(ErrorPrototype, value) || apply(tagText, value, []) === '[object Error]';
}

/** Nobody but the engine knows what became of it. */
export function isPromise(value: object): boolean {
  return isA(PromisePrototype, value);
}

function isA(prototype: object, value: object): boolean {
  return apply(isPrototypeOf, prototype, [value]);
}

export function isArguments(value: object): boolean {
  return apply(tagText, value, []) === '[object Arguments]';
}
