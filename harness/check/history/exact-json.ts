import type { Json } from './operation.ts';

/** Text that is no JSON, or a number that no computer of ours can hold. */
export class JsonError extends Error {}

/** The only field of an object that stands for an integer which a number would round. */
const BIG_INTEGER = 'integer beyond 2^53';

/** The digits of an integer that a number would round; undefined if it is none. */
export function bigIntegerIn(value: Json | undefined): string | undefined {
  const fields = Object.entries(typeof value === 'object' && value !== null ? value : {});
  const [name, digits] = fields[0] ?? [];
  return name === BIG_INTEGER && typeof digits === 'string' ? digits : undefined;
}

/**
 * Reads JSON as `JSON.parse` does, but no integer loses digits: one beyond 2^53 becomes an object
 * `{[BIG_INTEGER]: digits}`, equal to another exactly if the integers are. Texts are copies, so that a few
 * short ones do not keep all that was read in memory.
 */
export class ExactJson {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  /** The next value. */
  value(): Json {
    switch (this.next()) {
      case QUOTE:
        return this.string();
      case OPENING_BRACE:
        return this.object();
      case OPENING_BRACKET:
        return this.list();
      case LETTER_T:
        return this.word('true', true);
      case LETTER_F:
        return this.word('false', false);
      case LETTER_N:
        return this.word('null', null);
      default:
        return this.number();
    }
  }

  /** The names and values of an object, one after the other; `take` reads each value. */
  fields(take: (name: string) => void): void {
    this.expect(OPENING_BRACE);
    if (this.skips(CLOSING_BRACE)) return;
    for (;;) {
      if (this.next() !== QUOTE) throw this.error();
      const name = this.string();
      this.expect(COLON);
      take(name);
      if (this.skips(CLOSING_BRACE)) return;
      this.expect(COMMA);
    }
  }

  /** The digits of the next value as they stand; undefined if it is no number. */
  literal(): string | undefined {
    const first = this.next();
    const isNumber = first === MINUS || (first >= ZERO && first <= NINE);
    return isNumber ? this.digits() : undefined;
  }

  /** Whether the next value is null; if so, it is read. */
  isNull(): boolean {
    if (this.next() !== LETTER_N) return false;
    this.word('null', null);
    return true;
  }

  /** Whether the next value is an object. */
  isObject(): boolean {
    return this.next() === OPENING_BRACE;
  }

  /** Throws unless nothing is left. */
  end(): void {
    if (!Number.isNaN(this.next())) throw this.error();
  }

  private object(): Json {
    const fields: Record<string, Json> = {};
    this.fields((name) => {
      const value = this.value();
      if (name !== '__proto__') fields[name] = value;
      else Object.defineProperty(fields, name, { ...OWN_FIELD, value });
    });
    return fields;
  }

  private list(): Json {
    const items: Json[] = [];
    this.at++;
    if (this.skips(CLOSING_BRACKET)) return items;
    for (;;) {
      items.push(this.value());
      if (this.skips(CLOSING_BRACKET)) return items;
      this.expect(COMMA);
    }
  }

  private string(): string {
    const { text } = this;
    const start = this.at;
    let isPlain = true;
    let end = start + 1;
    for (; ; end++) {
      const code = text.charCodeAt(end);
      if (code === QUOTE) break;
      if (Number.isNaN(code)) throw this.error();
      if (code === BACKSLASH) {
        isPlain = false;
        end++;
      } else if (code < SPACE) {
        isPlain = false;
      }
    }
    this.at = end + 1;
    // Longer slices keep the text that they are cut from.
    if (isPlain && end - start < LONGEST_COPY) return text.slice(start + 1, end);
    try {
      return String(JSON.parse(text.slice(start, end + 1)));
    } catch {
      throw new JsonError(text.slice(start, end + 1));
    }
  }

  private number(): Json {
    const { text } = this;
    const start = this.at;
    let code = text.charCodeAt(start);
    let value = 0;
    for (; code >= ZERO && code <= NINE; code = text.charCodeAt(++this.at)) {
      value = 10 * value + code - ZERO;
    }
    const length = this.at - start;
    const isShort = length > 0 && length < 16 && (length === 1 || text.charCodeAt(start) !== ZERO);
    if (isShort && code !== POINT && code !== LETTER_E && code !== CAPITAL_E) return value;
    this.at = start;
    return exactNumber(this.digits());
  }

  private digits(): string {
    const start = this.at;
    while (isOfNumber(this.text.charCodeAt(this.at))) this.at++;
    const literal = this.text.slice(start, this.at);
    if (!NUMBER.test(literal)) throw this.error();
    return literal;
  }

  private word(word: string, value: boolean | null): Json {
    if (!this.text.startsWith(word, this.at)) throw this.error();
    this.at += word.length;
    return value;
  }

  /** The next code that is no space; NaN at the end. */
  private next(): number {
    let code = this.text.charCodeAt(this.at);
    while (code <= SPACE && (code === SPACE || code === 10 || code === 13 || code === 9)) {
      code = this.text.charCodeAt(++this.at);
    }
    return code;
  }

  private skips(code: number): boolean {
    if (this.next() !== code) return false;
    this.at++;
    return true;
  }

  private expect(code: number): void {
    if (!this.skips(code)) throw this.error();
  }

  private error(): JsonError {
    return new JsonError(this.text);
  }
}

/** The value of a number's digits; throws JsonError if it is too large for any number. */
export function exactNumber(literal: string): Json {
  const value = Number(literal);
  if (!Number.isFinite(value)) throw new JsonError(`${literal} is too large a number`);
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  const whole = wholeOf(literal);
  return whole === undefined ? value : { [BIG_INTEGER]: String(whole) };
}

/** The integer that the digits mean; undefined if they have a fraction. */
export function wholeOf(literal: string): bigint | undefined {
  const parts = NUMBER.exec(literal);
  if (parts === null) return undefined;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = parts;
  const digits = whole + fraction;
  const zeros = Number(exponent) - fraction.length;
  if (zeros >= 0) return BigInt(sign + digits + '0'.repeat(zeros));
  const kept = digits.slice(0, zeros);
  return /[1-9]/.test(digits.slice(zeros)) ? undefined : BigInt(sign + (kept === '' ? '0' : kept));
}

/** Sign, whole part, fraction, exponent. */
const NUMBER = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

function isOfNumber(code: number): boolean {
  const isDigit = code >= ZERO && code <= NINE;
  return isDigit || code === POINT || code === MINUS || code === PLUS || (code | 32) === LETTER_E;
}

const OWN_FIELD = { writable: true, enumerable: true, configurable: true };

/** Texts up to here are copied when they are cut out; longer ones would hold on to the whole. */
const LONGEST_COPY = 12;

const SPACE = 32;
const QUOTE = 34;
const PLUS = 43;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const NINE = 57;
const COLON = 58;
const CAPITAL_E = 69;
const OPENING_BRACKET = 91;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const LETTER_E = 101;
const LETTER_F = 102;
const LETTER_N = 110;
const LETTER_T = 116;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;
