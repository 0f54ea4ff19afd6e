import { Worker } from 'node:worker_threads';
import type { Impatience } from './patience.ts';

/** Places in the memory that a watchdog and its thread share. */
export const CELL = { turn: 0, window: 1, process: 2, thread: 3, why: 4, from: 5, to: 6 } as const;
const CELLS = 7;

/** A child as its watchdog sees it. */
interface Watched {
  readonly process: number;
  /** The process whose first thread runs the servers; 0 as long as it is not known. */
  readonly thread: number;
  /** The judge's ends of the pipes: where answers come from, and where questions go to. */
  readonly from: number;
  readonly to: number;
}

/** What the thread writes when it ends a child, by their numbers. */
export const REASONS: readonly (Impatience | null)[] = [
  null,
  'endless',
  'asleep',
  'stopped',
  'silent',
  'unseen',
];

/**
 * Ends a child that does not answer. The judge does nothing while it waits for an answer, so a thread of its own
 * looks at the child. One child is asked at a time.
 */
class Watchdog {
  private readonly cells = new Int32Array(new SharedArrayBuffer(CELLS * 4));

  constructor() {
    const thread = new Worker(new URL('./watchdog-thread.js', import.meta.url), {
      workerData: this.cells,
      execArgv: [],
    });
    thread.unref();
  }

  /** From now on an answer is due of this child. */
  asks({ process, thread, from, to }: Watched): void {
    const { cells } = this;
    cells[CELL.process] = process;
    cells[CELL.thread] = thread;
    cells[CELL.from] = from;
    cells[CELL.to] = to;
    cells[CELL.why] = 0;
    Atomics.add(cells, CELL.turn, 1);
  }

  /** The answer has come, or none will; says why the child was ended, if it was. */
  answered(): Impatience | null {
    const { cells } = this;
    Atomics.add(cells, CELL.turn, 1);
    return REASONS[Atomics.load(cells, CELL.why)] ?? null;
  }

  /** A window of the run begins. */
  opensWindow(): void {
    Atomics.add(this.cells, CELL.window, 1);
  }
}

let started: Watchdog | null = null;

/** The watchdog of this process. */
export function watchdog(): Watchdog {
  return (started ??= new Watchdog());
}
