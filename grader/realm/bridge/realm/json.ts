import {
  getPrototypeOf,
  isArray,
  isFinite,
  ObjectPrototype,
  ownKeys,
  RealError,
  sliceOf,
  stringify,
} from './primordials.ts';

/** Deeper values refer to themselves, as good as always. */
export const NESTING_MAX = 200;
/** A value that refers to itself has a path without end: its beginning and its end say enough. */
const PATH_LENGTH_MAX = 300;

/** JSON text of a value; throws with the path to whatever in it is not JSON. */
export function encode(value: unknown, path: string): string {
  if (value === undefined) throw new RealError(path + ' is undefined, not a JSON value');
  const bad = complaint(value, 0);
  if (bad === null) {
    // An inherited `toJSON` or a getter may say something else the second time.
    const text: unknown = stringify(value);
    if (typeof text === 'string') return text;
    throw new RealError(path + ' is undefined as JSON, not a JSON value');
  }
  const full = path + bad;
  throw new RealError(
    full.length > PATH_LENGTH_MAX ? sliceOf(full, 0, 60) + sliceOf(full, -60) : full,
  );
}

/** As `encode`, with null for what was not given. */
export function encodeOptional(value: unknown, path: string): string {
  return encode(value === undefined ? null : value, path);
}

/**
 * What is wrong with a value, behind the path so far, or null. It does not throw: from deep down in a
 * value, the student's frames would be pushed off the stack. It is one function, and not one for each kind
 * of value, because it is hot and the engine optimises each function of each realm anew.
 */
function complaint(value: unknown, depth: number): string | null {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return null;
  if (typeof value !== 'object') return complaintOfPrimitive(value);
  if (depth > NESTING_MAX) return '... is nested too deeply, or refers to itself';
  if (isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const bad = complaint(value[i], depth + 1);
      if (bad !== null) return '[' + i + ']' + bad;
    }
    return null;
  }
  const prototype = getPrototypeOf(value);
  if (prototype !== ObjectPrototype && prototype !== null) {
    const bad = complaintOfClass(prototype);
    if (bad !== null) return bad;
  }
  const members = value as Record<string, unknown>;
  for (const key in members) {
    const member = members[key];
    if (member === undefined) continue;
    const bad = complaint(member, depth + 1);
    if (bad !== null) return '.' + key + bad;
  }
  return null;
}

function complaintOfPrimitive(value: unknown): string | null {
  if (typeof value === 'number') {
    return isFinite(value) ? null : ' is ' + value + ', which JSON cannot hold';
  }
  return ' is ' + (value === undefined ? 'undefined' : 'a ' + typeof value) + ', not a JSON value';
}

/** An instance of a class that has no members of its own is plain enough. */
function complaintOfClass(prototype: object): string | null {
  const keys = ownKeys(prototype);
  for (let i = 0; i < keys.length; i++) {
    if (keys[i] === 'constructor') continue;
    const { constructor } = prototype as { constructor?: { name?: string } };
    const name = constructor && constructor.name;
    return ' is an instance of ' + (name || 'a class') + ', not plain data';
  }
  return null;
}
