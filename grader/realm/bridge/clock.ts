import { setGlobal } from './globals.ts';
import { apply, construct, floor, RealDate } from './primordials.ts';

let clockUs = 0;

/** Sets the process's own clock: what it reads until the next step. */
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

setGlobal('Date', VirtualDate);
setGlobal('performance', { now: () => clockUs / 1000, timeOrigin: 0 });
