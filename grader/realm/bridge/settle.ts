import { promiseOf, whenSettled } from './primordials.ts';
import { fail } from './words.ts';

/** Passes on what a call of student code came to: at once, or when its promise is fulfilled. */
export function settle(value: unknown, done: (value: unknown) => void): void {
  if (isThenable(value)) whenSettled(promiseOf(value), done, fail);
  else done(value);
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}

/** An action that may throw when nobody is there to catch it. */
export function guarded(action: (value: unknown) => void): (value: unknown) => void {
  return (value) => {
    try {
      action(value);
    } catch (error) {
      fail(error);
    }
  };
}
