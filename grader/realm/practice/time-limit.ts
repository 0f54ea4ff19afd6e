import vm from 'node:vm';

/** Processor time for one action: correct code with long logs needs about 400 ms. */
export const TIME_LIMIT_MS = 5_000;
/** On a busy machine real time runs ahead of processor time, so an action may take up to this many times longer. */
const PATIENCE_MAX = 16;

/** The share of the limit, in processor time, that is taken for all of it. */
const ENOUGH = 0.9;

const timed = new vm.Script('globalThis.__splitbrainTimed()');
const host = globalThis as { __splitbrainTimed?: () => unknown };

/** What became of an action under a time limit. */
export type TimedResult<T> =
  | { readonly kind: 'returned'; readonly value: T }
  /** It used that much processor time: it would never return. */
  | { readonly kind: 'endless' }
  /** The machine was too busy to tell slow code from code that never returns. */
  | { readonly kind: 'starved' };

/**
 * Runs an action, student code included, and ends it when it does not return. `patience` is how many times
 * longer than `TIME_LIMIT_MS` it may take in real time.
 */
export function withinTimeLimit<T>(action: () => T, patience: number): TimedResult<T> {
  host.__splitbrainTimed = action;
  const before = process.cpuUsage();
  try {
    return {
      kind: 'returned',
      value: timed.runInThisContext({ timeout: TIME_LIMIT_MS * patience }),
    };
  } catch (error) {
    if (!isTimeout(error)) throw error;
    const { user, system } = process.cpuUsage(before);
    // A loop without end gets nearly all of the time on a machine that is not busy.
    const wasBusy = (user + system) / 1_000 >= TIME_LIMIT_MS * ENOUGH;
    return { kind: wasBusy || patience >= PATIENCE_MAX ? 'endless' : 'starved' };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
