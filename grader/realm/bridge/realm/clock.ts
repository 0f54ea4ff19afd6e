import { apply, construct, defineProperty, floor, RealDate } from './primordials.ts';

let clockUs = 0;
let dateUs = 0;

/**
 * Sets what the process that takes a step reads until the next one: its own clock, and how far the time of day is
 * ahead of it.
 */
export function setClock(us: number, dateAheadUs: number): void {
  clockUs = us;
  dateUs = us + dateAheadUs;
}

/** The clock of the process that takes a step. */
export function nowMs(): number {
  return clockUs / 1000;
}

const now = (): number => floor(dateUs / 1000);
const { toString: dateText } = RealDate.prototype;

/** `Date` on the process's clock. */
function VirtualDate(...args: unknown[]): unknown {
  if (!new.target) return apply(dateText, new RealDate(now()), []);
  return construct(RealDate, args.length === 0 ? [now()] : args, new.target);
}
defineProperty(VirtualDate, 'name', { value: 'Date', configurable: true });
VirtualDate.prototype = RealDate.prototype;
VirtualDate.now = now;
VirtualDate.parse = RealDate.parse;
VirtualDate.UTC = RealDate.UTC;
RealDate.prototype.constructor = VirtualDate;

const performance = { now: () => clockUs / 1000, timeOrigin: 0 };
for (const [name, value] of Object.entries({ Date: VirtualDate, performance })) {
  defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
