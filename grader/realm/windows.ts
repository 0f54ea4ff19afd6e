import type { Run } from '../../harness/scenario/run.ts';

/** Words for what a process left behind. */
export interface Blame {
  readonly server: number;
  readonly message: string;
  readonly stack: string;
}

/** One try at a run, played in windows of some thousand events. */
export interface Attempt {
  readonly run: Run;
  /** Plays on until that many events are done. */
  advance(upTo: number): Advanced;
  /** Whether what was played since the last time can be believed; asked at the end of each window. */
  settle(): Promise<Settled>;
  /** Gives back what it holds. Unless it is `whole`, some process may have been stopped in mid-step. */
  end(isWhole: boolean): void;
}

export type Advanced =
  | 'more'
  | 'over'
  /** The run was ended from outside, in the middle of a step. */
  | 'aborted'
  /** The machine was too busy to tell slow code from code that never returns. */
  | 'starved';

export interface Settled {
  /** False when incarnations may have seen what they should not: nothing of the run counts. */
  readonly isSound: boolean;
  /** For a rejection in this window that nobody handled. */
  readonly blame: Blame | null;
}

/**
 * Events in one window, finer each time that a run is repeated to find where a rejection came from.
 * Ending a window costs 0.1 to 1 ms, which 2,000 events (20 to 200 ms) do not notice.
 */
const EVENTS_PER_WINDOW = [2_000, 50, 1] as const;

/**
 * Plays a run to its end, again where an attempt does not count. Node tells of an unhandled rejection only
 * between windows; finer ones around it find the culprit. `begin` gets how patient the attempt must be: how many
 * times longer than usual a window may take.
 */
export async function playInWindows(begin: (patience: number) => Attempt): Promise<Run> {
  let patience = 1;
  let fineFrom = 0;
  let level = 0;
  for (;;) {
    const attempt = begin(patience);
    let end: End | null = null;
    try {
      end = await tryOut(attempt, fineFrom, level);
    } finally {
      attempt.end(end?.kind === 'over');
    }
    if (end.kind === 'unsound') continue;
    if (end.kind === 'starved') patience *= 2;
    else if (end.kind === 'rejected' && level + 1 < EVENTS_PER_WINDOW.length) {
      level++;
      fineFrom = end.after;
    } else return attempt.run;
  }
}

type End =
  | { readonly kind: 'over' | 'aborted' | 'unsound' | 'starved' }
  /** Something was rejected and not handled, at some event later than this. */
  | { readonly kind: 'rejected'; readonly after: number };

/** Events up to `fineFrom` go in coarse windows, for nothing happens there. */
async function tryOut(attempt: Attempt, fineFrom: number, level: number): Promise<End> {
  const { run } = attempt;
  let done = 0;
  for (;;) {
    const step = done < fineFrom ? EVENTS_PER_WINDOW[0] : (EVENTS_PER_WINDOW[level] ?? 1);
    const upTo = done < fineFrom ? Math.min(fineFrom, done + step) : done + step;
    const advanced = attempt.advance(upTo);
    if (advanced === 'starved') return { kind: 'starved' };
    const { isSound, blame } = await attempt.settle();
    if (!isSound) return { kind: 'unsound' };
    if (blame !== null) {
      run.abort({ kind: 'crashed', ...blame, atUs: run.result().virtualUs });
      return { kind: 'rejected', after: done };
    }
    if (advanced !== 'more') return { kind: advanced };
    done = upTo;
  }
}
