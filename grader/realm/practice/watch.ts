import vm from 'node:vm';

/** Processor time for one watch: correct code with long logs needs about 400 ms. */
export const WATCH_MS = 5_000;
/** On a busy machine real time runs ahead of processor time, so a watch may last up to this often longer. */
const PATIENCE_MAX = 16;

const watched = new vm.Script('globalThis.__splitbrainWatched()');
const host = globalThis as { __splitbrainWatched?: () => unknown };

/** What became of an action under a watch. */
export type Watched<T> =
  | { readonly kind: 'returned'; readonly value: T }
  /** It used the processor for the whole time of the watch: it would never return. */
  | { readonly kind: 'endless' }
  /** The machine was too busy to tell slow code from code that never returns. */
  | { readonly kind: 'starved' };

/**
 * Runs an action, student code included, and ends it when it does not return. `patience` is how many times
 * longer than `WATCH_MS` it may take in real time.
 */
export function watch<T>(action: () => T, patience: number): Watched<T> {
  host.__splitbrainWatched = action;
  const before = process.cpuUsage();
  try {
    return { kind: 'returned', value: watched.runInThisContext({ timeout: WATCH_MS * patience }) };
  } catch (error) {
    if (!isTimeout(error)) throw error;
    const { user, system } = process.cpuUsage(before);
    // A loop without end uses the processor all the time; half of it tells it from a busy machine.
    const wasBusy = (user + system) / 1_000 >= WATCH_MS / 2;
    return { kind: wasBusy || patience >= PATIENCE_MAX ? 'endless' : 'starved' };
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
