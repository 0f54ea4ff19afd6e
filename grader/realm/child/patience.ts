/** What is seen of a child from outside, at one moment. */
export interface Sample {
  /** Real time. */
  readonly atMs: number;
  /** Goes up when the child is asked and when it has answered: it is odd while an answer is due. */
  readonly turn: number;
  /** Goes up with each window of the run. */
  readonly window: number;
  /** The thread that runs the servers; null when nobody can see it. */
  readonly thread: Thread | null;
}

/** What the system tells of a thread. */
export interface Thread {
  readonly id: number;
  /** Processor time since it began. */
  readonly busyMs: number;
  /** For how long it has waited for a processor. */
  readonly queuedMs: number;
  /**
   * `asleep`: no thread of its process computes, or waits for a processor or a disk. `stopped`: somebody has stopped
   * it, who may let it go on.
   */
  readonly rest: 'none' | 'asleep' | 'stopped';
}

/** Why a child is not waited for any longer. */
export type Impatience =
  /** It used the processor all the time: it would never answer. */
  | 'endless'
  /** It owed an answer and slept. */
  | 'asleep'
  /** It owed an answer, and was stopped for long, if not by itself. */
  | 'stopped'
  /** It did not answer in any time that a busy machine could explain. */
  | 'silent'
  /** The same where nobody can see what it does. */
  | 'unseen';

/** Processor time for one window: correct code with long logs needs about 400 ms. */
export const BUSY_MS = 5_000;
/** Sleep in one window. Correct code never sleeps while it owes an answer, however busy the machine is. */
export const ASLEEP_MS = 5_000;
/** The same for one that is stopped: correct code may be, from outside and for a while, and no code for ever. */
export const STOPPED_MS = 50_000;
/** Real time for an answer: 60 times the processor time, on a machine that gives it none. */
export const SILENT_MS = 300_000;
/** Real time for an answer where the system does not tell what a process does. */
export const UNSEEN_MS = 80_000;

/** Looks are 100 ms apart. Where nobody looked for longer, as while all of the machine was stopped, it counts as this. */
const GAP_MS_MAX = 1_000;

/** How long a child may take, judged by one sample after the other. */
export class Patience {
  private last: Sample | null = null;
  private busyMs = 0;
  private asleepMs = 0;
  private waitedMs = 0;

  /** Null as long as the child may go on. */
  look(now: Sample): Impatience | null {
    const before = this.last;
    this.last = now;
    if (before?.window !== now.window || before.thread?.id !== now.thread?.id) {
      this.busyMs = this.asleepMs = 0;
    } else this.busyMs += used(before, now, 'busyMs');
    if (now.turn % 2 === 0) return null;
    if (before?.turn !== now.turn) this.waitedMs = 0;
    else this.wait(before, now);
    if (now.thread === null) return this.waitedMs >= UNSEEN_MS ? 'unseen' : null;
    if (this.busyMs >= BUSY_MS) return 'endless';
    if (this.asleepMs >= ASLEEP_MS) return now.thread.rest === 'stopped' ? 'stopped' : 'asleep';
    return this.waitedMs >= SILENT_MS ? 'silent' : null;
  }

  /** It owed an answer all the time between two looks. */
  private wait(before: Sample, now: Sample): void {
    const wallMs = Math.min(now.atMs - before.atMs, GAP_MS_MAX);
    this.waitedMs += wallMs;
    const rest = now.thread?.rest ?? 'none';
    if (rest === 'none') return;
    const awakeMs = used(before, now, 'busyMs') + used(before, now, 'queuedMs');
    const share = rest === 'stopped' ? ASLEEP_MS / STOPPED_MS : 1;
    this.asleepMs += Math.max(0, wallMs - awakeMs) * share;
  }
}

function used(before: Sample, now: Sample, what: 'busyMs' | 'queuedMs'): number {
  if (before.thread === null || now.thread === null) return 0;
  return before.thread.id === now.thread.id ? now.thread[what] - before.thread[what] : 0;
}
