import { apply, construct, defineProperty, floor, RealDate } from './primordials.ts';

let clockUs = 0;

/** Sets the clock of the process that takes a step: what it reads until the next one. */
export function setClock(us: number): void {
  clockUs = us;
}

const now = (): number => floor(clockUs / 1000);
const { toString: dateText } = RealDate.prototype;

/** `Date` on the process's clock. */
function VirtualDate(...args: unknown[]): unknown {
  if (!new.target) return apply(dateText, new RealDate(now()), []);
  return construct(RealDate, args.length === 0 ? [now()] : args, new.target);
}
VirtualDate.prototype = RealDate.prototype;
VirtualDate.now = now;
VirtualDate.parse = RealDate.parse;
VirtualDate.UTC = RealDate.UTC;
RealDate.prototype.constructor = VirtualDate;

const performance = { now: () => clockUs / 1000, timeOrigin: 0 };
for (const [name, value] of Object.entries({ Date: VirtualDate, performance })) {
  defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
