import { put } from './outbox.ts';
import { apply, floor, max, privateMap, RealTypeError } from './primordials.ts';
import { settle } from './settle.ts';

type Callback = (...args: readonly unknown[]) => unknown;

interface Timer {
  readonly callback: Callback;
  readonly args: readonly unknown[];
  /** The interval at which it fires again; -1 for once. */
  readonly everyMs: number;
}

const timers = privateMap<number, Timer>();
let lastTimer = 0;

/** The callback is called after that long, and again and again if `repeats`. */
export function setTimer(
  callback: Callback,
  delayMs: number,
  args: readonly unknown[],
  repeats: boolean,
): number {
  if (typeof callback !== 'function') {
    throw new RealTypeError('the callback of a timer is a ' + typeof callback + ', not a function');
  }
  const delayUs = max(0, floor((+delayMs || 0) * 1000));
  const timer = ++lastTimer;
  timers.set(timer, { callback, args, everyMs: repeats ? max(0, +delayMs || 0) : -1 });
  put('set-timer', timer, delayUs, '', '');
  return timer;
}

export function clearTimer(timer: number): void {
  if (timers.delete(timer)) put('clear-timer', timer, 0, '', '');
}

/** A timer is due. */
export function fireTimer(timer: number): void {
  const entry = timers.get(timer);
  if (entry === undefined) return;
  if (entry.everyMs >= 0) put('set-timer', timer, floor(entry.everyMs * 1000), '', '');
  else timers.delete(timer);
  settle(apply(entry.callback, undefined, entry.args), () => {});
}
