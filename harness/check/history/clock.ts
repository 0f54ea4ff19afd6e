import { HistoryError } from './history-error.ts';
import { wholeOf } from './exact-json.ts';

/** The first time of a file from which on others are counted, as both may be too large for a number. */
const LARGE = 2n ** 50n;

/** Digits that any number keeps. */
const SURE_DIGITS = 15;

/**
 * Turns the times of a file into numbers without losing digits. Where the first one is very large, such as
 * nanoseconds since 1970, all are counted from there.
 */
export class Clock {
  /** What was taken off every time; 0 where nothing was. */
  origin = 0n;
  private hasStarted = false;

  /** Whether whole numbers up to 2^53 are taken as they are from now on. */
  get isPlain(): boolean {
    return this.hasStarted && this.origin === 0n;
  }

  /** Throws HistoryError where digits would be lost. */
  read(literal: string): number {
    if (!this.hasStarted) {
      this.hasStarted = true;
      this.origin = originFor(literal);
    }
    const time = this.origin === 0n ? plain(literal) : this.sinceOrigin(literal);
    if (time !== undefined) return time;
    throw new HistoryError(
      `expected a time whose digits a number can keep beside the first time of the file, ` +
        `came ${literal}; count times from a nearer origin, or in larger units`,
    );
  }

  private sinceOrigin(literal: string): number | undefined {
    const whole = wholeOf(literal);
    if (whole !== undefined) return safe(whole - this.origin);
    const [before = '', fraction = ''] = literal.split('.');
    if (!/^\d+$/.test(before) || !/^\d+$/.test(fraction)) return undefined;
    const offset = safe(BigInt(before) - this.origin);
    if (offset === undefined) return undefined;
    const digits = String(Math.abs(offset)).length + fraction.length;
    return digits <= SURE_DIGITS ? offset + Number(`0.${fraction}`) : undefined;
  }
}

function originFor(literal: string): bigint {
  const [before = ''] = literal.split('.');
  if (!/^-?\d+$/.test(before)) return 0n;
  const whole = BigInt(before);
  const isLong = literal.length - 1 > SURE_DIGITS && before !== literal;
  return whole > LARGE || whole < -LARGE || (isLong && whole > 0n) ? whole : 0n;
}

/** The number that the digits mean, if it keeps them all. */
function plain(literal: string): number | undefined {
  const value = Number(literal);
  if (literal.length <= SURE_DIGITS && !/e/i.test(literal)) return value;
  return Number.isFinite(value) && sameNumber(literal, String(value)) ? value : undefined;
}

/** Whether two ways to write a number mean the same. */
function sameNumber(first: string, second: string): boolean {
  const [a, b] = [scaled(first), scaled(second)];
  return a !== undefined && a === b;
}

/** The number times 10^400, which makes an integer of it. */
function scaled(literal: string): bigint | undefined {
  const [digits = '', exponent = '0'] = literal.toLowerCase().split('e');
  const power = Number(exponent) + 400;
  return power < 0 ? undefined : wholeOf(`${digits}e${power}`);
}

function safe(value: bigint): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : undefined;
}
