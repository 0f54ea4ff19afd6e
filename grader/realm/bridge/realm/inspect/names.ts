import {
  apply,
  finds,
  getOwnPropertyDescriptor,
  getPrototypeOf,
  hasOwn,
  placeIn,
  sliceOf,
} from '../primordials.ts';

/** What a value is called: by the class that made it, and by its tag. */
export interface Names {
  /** Null for an object without a prototype. */
  readonly maker: string | null;
  /** Its `Symbol.toStringTag`; empty where it says no more than the class. */
  readonly tag: string;
}

const { toStringTag } = Symbol;
const { isPrototypeOf, propertyIsEnumerable } = Object.prototype;
const { toString: sourceOf } = Function.prototype;

export function namesOf(value: object, isHiddenShown: boolean): Names {
  const maker = makerOf(value);
  const tag = tagOf(value, isHiddenShown);
  return { maker, tag: tag === maker ? '' : tag };
}

function makerOf(value: object): string | null {
  for (let at: object | null = value; at !== null; at = getPrototypeOf(at)) {
    const maker = ownValue(at, 'constructor');
    if (typeof maker !== 'function') continue;
    const name = ownName(maker);
    const prototype = ownValue(maker, 'prototype');
    // The prototype of all functions is one itself.
    const isObject = typeof prototype === 'object' || typeof prototype === 'function';
    const isMaker = isObject && prototype !== null && apply(isPrototypeOf, prototype, [value]);
    if (name !== '' && isMaker) return name;
  }
  return getPrototypeOf(value) === null ? null : 'Object <Complex prototype>';
}

/** A member's value, if the object itself has it and no getter stands before it. */
export function ownValue(object: object, key: PropertyKey): unknown {
  const member = getOwnPropertyDescriptor(object, key);
  return member !== undefined && hasOwn(member, 'value') ? member.value : undefined;
}

/** A function's or class's own name; empty where it has none, or one that is no text. */
function ownName(value: object): string {
  const name = ownValue(value, 'name');
  return typeof name === 'string' ? name : '';
}

function tagOf(value: object, isHiddenShown: boolean): string {
  const tag: unknown = (value as { [toStringTag]?: unknown })[toStringTag];
  if (typeof tag !== 'string' || tag === '') return '';
  // Such a tag is shown as a member.
  const isMember: boolean = isHiddenShown
    ? hasOwn(value, toStringTag)
    : apply(propertyIsEnumerable, value, [toStringTag]);
  return isMember ? '' : tag;
}

/** What stands in front of an object's braces, with a blank behind it: `Map(2) `, `Object [tag] `. */
export function prefixOf({ maker, tag }: Names, usual: string, size = ''): string {
  const name = maker === null ? '[' + usual + size + ': null prototype] ' : maker + size + ' ';
  return tag === '' ? name : name + '[' + tag + '] ';
}

/** What makes functions that are no plain ones. */
const FUNCTION_KINDS = 'AsyncFunction GeneratorFunction AsyncGeneratorFunction';

/** `[Function: name]`, `[class A extends B]`. */
export function functionText(value: object, names: Names): string {
  const source: string = apply(sourceOf, value, []);
  if (isClass(source)) return classText(value, names);
  const { maker, tag } = names;
  const isPlain = maker === null || placeIn(FUNCTION_KINDS, maker) < 0;
  const kind = isPlain ? 'Function' : maker;
  const name = ownName(value);
  let text = '[' + kind + (maker === null ? ' (null prototype)' : '');
  text += (name === '' ? ' (anonymous)' : ': ' + name) + ']';
  if (maker !== kind && maker !== null) text += ' ' + maker;
  return tag === '' ? text : text + ' [' + tag + ']';
}

function isClass(source: string): boolean {
  return finds(/^class[\s{]/, source) && sliceOf(source, -1) === '}' && placeIn(source, '{') > 0;
}

function classText(value: object, { maker, tag }: Names): string {
  let text = 'class ' + (ownName(value) || '(anonymous)');
  if (maker !== 'Function' && maker !== null) text += ' [' + maker + ']';
  if (tag !== '') text += ' [' + tag + ']';
  if (maker === null) return '[' + text + ' extends null]';
  const above = getPrototypeOf(value);
  const nameAbove = above === null ? '' : ownName(above);
  return '[' + text + (nameAbove === '' ? '' : ' extends ' + nameAbove) + ']';
}
