/**
 * What a server finds around it besides the language itself. All of it runs on virtual time: a timer
 * takes no real time to wait for, and a run with the same seed repeats to the last microsecond.
 * `Date`, `Math.random()` and promises are JavaScript's own, driven by the same clock and seed.
 * There is nothing else: no files, no processes, no real network.
 */

/** Calls `callback` once, after `delayMs` milliseconds of virtual time; answers the timer's number. */
declare function setTimeout<Args extends unknown[]>(
  callback: (...args: Args) => void,
  delayMs?: number,
  ...args: Args
): number;

/** Stops a timer that `setTimeout` started. A timer that ran already, or `undefined`, is no error. */
declare function clearTimeout(timer: number | undefined): void;

/** Calls `callback` every `delayMs` milliseconds of virtual time; answers the timer's number. */
declare function setInterval<Args extends unknown[]>(
  callback: (...args: Args) => void,
  delayMs?: number,
  ...args: Args
): number;

/** Stops a timer that `setInterval` started. A timer that ran already, or `undefined`, is no error. */
declare function clearInterval(timer: number | undefined): void;

/** Calls `callback` as the next event of this server, at the same virtual time. */
declare function setImmediate<Args extends unknown[]>(
  callback: (...args: Args) => void,
  ...args: Args
): number;

/** Stops what `setImmediate` started. */
declare function clearImmediate(immediate: number | undefined): void;

/** Calls `callback` at the end of the current event, in line with the promises that are settled. */
declare function queueMicrotask(callback: () => void): void;

/** A copy of `value` that shares nothing with it. */
declare function structuredClone<Value>(value: Value): Value;

/** A clock that no change of the date disturbs. */
declare const performance: {
  /** Virtual milliseconds, with fractions, since this server started. */
  now(): number;
};

/** Writes to the run's trace, as `node.log` does. */
declare const console: {
  debug(...values: unknown[]): void;
  error(...values: unknown[]): void;
  info(...values: unknown[]): void;
  log(...values: unknown[]): void;
  warn(...values: unknown[]): void;
};
