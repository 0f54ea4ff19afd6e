/** What is seen of a child from outside, at one moment. */
export interface Sample {
  /** Real time. */
  readonly atMs: number;
  /** Goes up when the child is asked and when it has answered: it is odd while an answer is due. */
  readonly turn: number;
  /** Goes up with each window of the run. */
  readonly window: number;
  /** Processor time of the thread that runs the servers, and its waiting for a processor; null when unknown. */
  readonly thread: { readonly busyMs: number; readonly queuedMs: number } | null;
}

/** Why a child is not waited for any longer. */
export type Impatience =
  /** It used the processor all the time: it would never answer. */
  | 'endless'
  /** It owed an answer and did nothing. */
  | 'asleep'
  /** It did not answer in any time that a busy machine could explain. */
  | 'silent';

/** Processor time for one window: correct code with long logs needs about 400 ms. */
export const BUSY_MS = 5_000;
/** Correct code never sleeps while it owes an answer; a machine that swaps may make it. */
export const ASLEEP_MS = 5_000;
/** On a busy machine real time runs ahead of processor time, by no more than this. */
export const SILENT_MS = 80_000;

/** How long a child may take, judged by one sample after the other. */
export class Patience {
  private turn: Sample | null = null;
  private window: Sample | null = null;

  /** Null as long as the child may go on. */
  look(now: Sample): Impatience | null {
    if (now.turn % 2 === 0) {
      this.turn = null;
      return null;
    }
    const { thread } = now;
    if (this.window?.window !== now.window || this.window.thread === null) this.window = now;
    if (this.turn?.turn !== now.turn || (this.turn.thread === null && thread !== null)) {
      this.turn = now;
    }
    const wallMs = now.atMs - this.turn.atMs;
    if (wallMs >= SILENT_MS) return 'silent';
    if (thread === null) return null;
    const { busyMs, queuedMs } = thread;
    if (busyMs - (this.window.thread?.busyMs ?? busyMs) >= BUSY_MS) return 'endless';
    const before = this.turn.thread ?? thread;
    const awakeMs = busyMs - before.busyMs + queuedMs - before.queuedMs;
    return wallMs - awakeMs >= ASLEEP_MS ? 'asleep' : null;
  }
}
