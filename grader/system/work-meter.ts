import { ProcessorTime, tellsProcessorTime } from './processor-time.ts';

/**
 * In so many milliseconds of sleep a worker is charged with one of processor time at least, so that what sleeps ends as
 * well. Correct code never sleeps: the worker or its child computes, or waits for the machine.
 */
export const SLEEP_PER_WORK = 10;

/** The same for all real time, for what is stopped. Correct code gets there only with less than a thirtieth of a processor. */
const REAL_PER_WORK = 30;

/**
 * Between two looks there is no more real time than this, even on a busy machine, unless this process was stopped or
 * the machine slept. Such time is no submission's.
 */
const GAP_MS_MAX = 2_000;

/** What a worker spends on one seed after the other. */
export class WorkMeter {
  private readonly processor: ProcessorTime | null;
  private lookedMs = 0;
  private processorMs = 0;
  /** Of this seed. */
  private realMs = 0;
  private asleepMs = 0;
  private busyMs = 0;

  /** Of the process of this number, and of all that it starts. */
  constructor(pid: number | undefined) {
    this.processor = pid !== undefined && tellsProcessorTime() ? new ProcessorTime(pid) : null;
    this.begin();
  }

  /** A seed begins. */
  begin(): void {
    this.look();
    this.realMs = this.asleepMs = this.busyMs = 0;
  }

  /** What was spent since the last look. */
  look(): number {
    const before = this.spentMs;
    const nowMs = performance.now();
    const goneMs = Math.min(nowMs - this.lookedMs, GAP_MS_MAX);
    this.lookedMs = nowMs;
    const processorMs = this.processor?.look() ?? 0;
    this.realMs += goneMs;
    if (this.processor?.isAsleep === true) this.asleepMs += goneMs;
    this.busyMs += processorMs - this.processorMs;
    this.processorMs = processorMs;
    return this.spentMs - before;
  }

  /** On this seed, up to the last look. */
  get spentMs(): number {
    if (this.processor === null) return this.realMs;
    return Math.max(this.busyMs, this.asleepMs / SLEEP_PER_WORK, this.realMs / REAL_PER_WORK);
  }

  /** What was spent on this seed, in words: how long it ran. */
  tell(): string {
    return this.processor === null || this.busyMs < this.spentMs
      ? `${seconds(this.realMs)} of real time`
      : `${seconds(this.busyMs)} of processor time`;
  }
}

function seconds(ms: number): string {
  return `${Math.floor(ms / 1_000)} s`;
}
