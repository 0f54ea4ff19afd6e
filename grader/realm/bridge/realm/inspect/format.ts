import {
  getPrototypeOf,
  hasOwn,
  placeIn,
  RealDate,
  RealError,
  sliceOf,
  stringify,
} from '../primordials.ts';
import { inspect, USUAL, type InspectOptions } from './inspect.ts';
import { ownValue } from './names.ts';
import { Texts } from './texts.ts';

const toNumber = Number;
const { parseFloat, parseInt } = Number;

/** `%o`: also what loops do not see, and deeper. */
const THOROUGH: InspectOptions = { depth: 4, isHiddenShown: true };
/** `%s` of an object: its members, and nothing in them. */
const BRIEF: InspectOptions = { depth: 0, isHiddenShown: false };

/** What `console.log` prints of these values in Node, up to its line break. It never throws. */
export function format(values: readonly unknown[]): string {
  const words = new Texts();
  let at = 0;
  const first = values[0];
  if (typeof first === 'string' && values.length > 1) {
    const filled = fill(first, values);
    words.add(filled.text);
    at = filled.next;
  }
  for (; at < values.length; at++) {
    const value = values[at];
    words.add(typeof value === 'string' ? value : inspect(value));
  }
  return words.joined(' ');
}

/** A pattern with values in place of `%s` and the like; `next` is the first value that it has no place for. */
function fill(pattern: string, values: readonly unknown[]): { text: string; next: number } {
  let text = '';
  let next = 1;
  let from = 0;
  for (;;) {
    const at = placeIn(pattern, '%', from);
    if (at < 0 || at === pattern.length - 1) break;
    const sign = pattern[at + 1] ?? '';
    text += sliceOf(pattern, from, at);
    from = at + 2;
    if (sign === '%') text += '%';
    else if (next < values.length && placeIn('sdijfoOc', sign) >= 0) {
      text += wordFor(sign, values[next++]);
    } else text += '%' + sign;
  }
  return { text: text + sliceOf(pattern, from), next };
}

function wordFor(sign: string, value: unknown): string {
  try {
    switch (sign) {
      case 's':
        return asText(value);
      case 'd':
        return asNumber(value, toNumber);
      case 'i':
        return asNumber(value, (each) => parseInt(each as string));
      case 'f':
        return typeof value === 'symbol' ? 'NaN' : inspect(parseFloat(value as string));
      case 'j':
        return '' + (stringify(value) as string | undefined);
      case 'o':
        return inspect(value, THOROUGH);
      case 'O':
        return inspect(value, USUAL);
      // Styles are for browsers.
      default:
        return '';
    }
  } catch {
    // What is not JSON, and what has a `toString` that throws.
    return inspect(value);
  }
}

function asNumber(value: unknown, convert: (value: unknown) => number): string {
  if (typeof value === 'bigint') return value + 'n';
  return typeof value === 'symbol' ? 'NaN' : inspect(convert(value));
}

const usualWords = [Object, Array, RealError, RealDate, RegExp].map(
  ({ prototype }) => (prototype as object).toString,
);

function asText(value: unknown): string {
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'symbol':
      return inspect(value);
    case 'object':
      return value === null || hasWords(value)
        ? '' + (value as unknown as string)
        : inspect(value, BRIEF);
    default:
      return '' + (value as string);
  }
}

/** Whether an object says itself what it is as a text. */
function hasWords(value: object): boolean {
  for (let at: object | null = value; at !== null; at = getPrototypeOf(at)) {
    if (!hasOwn(at, 'toString')) continue;
    const words = ownValue(at, 'toString');
    for (let i = 0; i < usualWords.length; i++) if (words === usualWords[i]) return false;
    return true;
  }
  return false;
}
