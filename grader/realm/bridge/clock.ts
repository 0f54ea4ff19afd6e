import { setGlobal } from './globals.ts';
import { apply, construct, floor, RealDate } from './primordials.ts';

let clockUs = 0;
let dateUs = 0;

/** Sets what the process reads until the next step: its own clock, and how far the time of day is ahead of it. */
export function setClock(us: number, dateAheadUs: number): void {
  clockUs = us;
  dateUs = us + dateAheadUs;
}

const now = (): number => floor(dateUs / 1000);
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
