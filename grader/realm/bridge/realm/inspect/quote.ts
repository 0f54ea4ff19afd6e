import { apply, finds, placeIn, sliceOf } from '../primordials.ts';
import { Texts } from './texts.ts';

const { charCodeAt } = String.prototype;
const { toString: numberText } = Number.prototype;
const { toUpperCase } = String.prototype;

/** Controls, halves of characters, a backslash, and single quotes. */
const UNUSUAL = /[\p{Cc}\p{Cs}'\\]/u;
const IDENTIFIER = /^[a-zA-Z_][a-zA-Z_0-9]*$/;

/** A text between quotes, as one would write it in a program. */
export function quoted(text: string): string {
  if (!finds(UNUSUAL, text)) return "'" + text + "'";
  const quote = quoteFor(text);
  let escaped = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const unit: number = apply(charCodeAt, text, [i]);
    if (isPair(text, i, unit)) {
      i++;
      continue;
    }
    const escape = escapeOf(unit, quote);
    if (escape === null) continue;
    escaped += sliceOf(text, from, i) + escape;
    from = i + 1;
  }
  return quote + escaped + sliceOf(text, from) + quote;
}

/** The kind of quotes that need no escape in the text, if there is one. */
function quoteFor(text: string): string {
  if (placeIn(text, "'") < 0) return "'";
  if (placeIn(text, '"') < 0) return '"';
  return placeIn(text, '`') < 0 && placeIn(text, '${') < 0 ? '`' : "'";
}

function isPair(text: string, at: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdbff || at + 1 >= text.length) return false;
  const next: number = apply(charCodeAt, text, [at + 1]);
  return next >= 0xdc00 && next <= 0xdfff;
}

function escapeOf(unit: number, quote: string): string | null {
  if (unit === 0x27) return quote === "'" ? String.raw`\'` : null;
  if (unit === 0x5c) return '\\\\';
  if (unit >= 0xd800 && unit <= 0xdfff) return String.raw`\u` + hex(unit);
  if (unit > 0x1f && (unit < 0x7f || unit > 0x9f)) return null;
  switch (unit) {
    case 8:
      return String.raw`\b`;
    case 9:
      return String.raw`\t`;
    case 10:
      return String.raw`\n`;
    case 12:
      return String.raw`\f`;
    case 13:
      return String.raw`\r`;
    default:
      return String.raw`\x` + (unit < 16 ? '0' : '') + hex(unit);
  }
}

/** As Node writes them: a half of a character in small letters, a control in capitals. */
function hex(unit: number): string {
  const digits: string = apply(numberText, unit, [16]);
  return unit > 0xff ? digits : apply(toUpperCase, digits, []);
}

/** A member's name as it stands in front of its value. */
export function nameOfKey(key: string | symbol, isEnumerable: boolean): string {
  if (typeof key === 'symbol') return '[' + symbolText(key) + ']';
  if (key === '__proto__') return "['__proto__']";
  if (!isEnumerable) return '[' + key + ']';
  return finds(IDENTIFIER, key) ? key : quoted(key);
}

const { toString: textOfSymbol } = Symbol.prototype;

export function symbolText(symbol: symbol): string {
  return apply(textOfSymbol, symbol, []);
}

/** The lines of a text, each with its line break. */
export function linesOf(text: string): Texts {
  const lines = new Texts();
  let from = 0;
  while (from < text.length) {
    const end = placeIn(text, '\n', from);
    const next = end < 0 ? text.length : end + 1;
    lines.add(sliceOf(text, from, next));
    from = next;
  }
  return lines;
}
