import type { Json } from '../operation.ts';
import { keyOf, type Meaning, type Meanings } from './edn-reader.ts';

/**
 * What Jepsen's operations mean to the model of that name; undefined if there are none for it. Values of
 * `jepsen.independent` are pairs of a key and a value, and are told by that: the operation is on the object
 * of that key.
 */
export function jepsenMeaning(model: string): Meanings | undefined {
  return Object.hasOwn(MEANINGS, model) ? MEANINGS[model] : undefined;
}

/** A value, and the key if it came in a pair with one. */
interface Keyed {
  readonly key: { readonly key?: string };
  readonly value: Json;
}

function keyed(value: Json): Keyed {
  return isPair(value) ? { key: { key: keyOf(value[0]) }, value: value[1] } : { key: {}, value };
}

function isPair(value: Json | undefined): value is readonly [Json, Json] {
  return Array.isArray(value) && value.length === 2;
}

/** What an operation without arguments is called with: null, or its key. */
function inputOf({ key }: Keyed): Json {
  return key.key === undefined ? null : key;
}

/** What was answered, as it is called: in a pair with the key, or alone. */
function answerTo({ key }: Keyed, ended: Json | undefined): Json {
  if (ended === undefined) return null;
  return key.key !== undefined && isPair(ended) ? ended[1] : ended;
}

/** What is answered by "OK", whatever its :value is. */
function ok(ended: Json | undefined): Json {
  return ended === undefined ? null : 'OK';
}

function reading(called: Json, ended: Json | undefined): Meaning {
  const at = keyed(called);
  return { op: 'read', input: inputOf(at), output: answerTo(at, ended) };
}

/** An operation that is called with a value and answered by "OK". */
function writing(op: string, called: Json, ended: Json | undefined): Meaning {
  const { key, value } = keyed(called);
  return { op, input: { ...key, value }, output: ok(ended) };
}

function register(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f === 'read') return reading(called, ended);
  if (f === 'write') return writing(f, called, ended);
  if (f !== 'cas' || !isPair(called)) return undefined;
  // A pair of a key and a pair, or just the pair of the values.
  const { key, value } = isPair(called[1]) ? keyed(called) : { key: {}, value: called };
  if (!isPair(value)) return undefined;
  const output = ended === undefined ? null : true;
  return { op: 'cas', input: { ...key, from: value[0], to: value[1] }, output };
}

function transaction(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f !== 'txn' || !Array.isArray(called)) return undefined;
  const input: Json[] = [];
  for (const access of called) {
    if (!Array.isArray(access)) return undefined;
    const [kind, key, value] = access;
    if (isRead(kind)) input.push(['read', keyOf(key)]);
    else if (kind === ':w' || kind === ':write') input.push(['write', keyOf(key), value]);
    else return undefined;
  }
  const seen = Array.isArray(ended)
    ? ended.filter((access) => Array.isArray(access) && isRead(access[0])).map((read) => read[2])
    : null;
  return { op: 'txn', input, output: seen };
}

function isRead(kind: Json | undefined): boolean {
  return kind === ':r' || kind === ':read';
}

function list(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f === 'read') return reading(called, ended);
  return f === 'append' ? writing(f, called, ended) : undefined;
}

function set(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f === 'read') return reading(called, ended);
  return f === 'add' || f === 'remove' ? writing(f, called, ended) : undefined;
}

function queue(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f === 'enqueue') return writing(f, called, ended);
  if (f !== 'dequeue') return undefined;
  const at = keyed(called);
  const value = answerTo(at, ended);
  const seen = value === null ? 'empty' : { value };
  return { op: f, input: inputOf(at), output: ended === undefined ? null : seen };
}

function counter(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f === 'read') return reading(called, ended);
  return f === 'add' ? writing(f, called, ended) : undefined;
}

function lock(f: string, called: Json, ended: Json | undefined): Meaning | undefined {
  if (f !== 'acquire' && f !== 'release') return undefined;
  return { op: f, input: inputOf(keyed(called)), output: ok(ended) };
}

const MEANINGS: Readonly<Record<string, Meanings>> = {
  register,
  'multi-register': transaction,
  list,
  set,
  queue,
  counter,
  lock,
  mutex: lock,
};
