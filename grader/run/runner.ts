import type { CompiledSubmission } from '../compile/compile.ts';
import type { Layer } from '../realm/child/layers.ts';
import type { IsolatedResult, Isolation } from './isolation.ts';
import { UsageError } from './select.ts';
import type { ToldSchedule } from './told-schedule.ts';

/**
 * Some seeds of one scenario, run by one worker, up to the first that overruns: each would take its
 * seconds, and none could save the scenario.
 */
export interface Job {
  readonly lab: string;
  readonly scenario: string;
  readonly seeds: readonly number[];
  readonly isolation: Isolation;
  /** Whether the smallest schedule is looked for that fails as each of its seeds does. */
  readonly shrinks?: boolean;
}

/** What came of one seed of a job. */
export interface JobResult extends IsolatedResult {
  readonly scenario: string;
  readonly seed: number;
  /** What confined it, where that was more than was asked for. */
  readonly layers?: readonly Layer[];
  /** Where one was looked for and found. */
  readonly smallest?: ToldSchedule;
}

/** How somebody follows a batch of jobs. */
export interface Follower {
  /** Gets each result as it comes, in no fixed order, and what a worker spent on it. */
  onResult(result: JobResult, tookMs: number): void;
  /** Once true, no further seed is begun, and what runs is broken off. */
  isStopped(): boolean;
  /** Whether a job that has not begun is still of interest; all are without it. */
  isWanted?(job: Job): boolean;
  /** What these jobs may take; as long as they like without it. */
  readonly allowance?: Allowance;
}

/**
 * Processor time that workers may spend on one submission, however many work on it at once. When none is left, what
 * runs is broken off, and what waits is not begun.
 */
export interface Allowance {
  leftMs: number;
}

/** No run can be made any more, whatever the submission; those that were made are intact. */
export class RunnerError extends UsageError {}

/** Where runs are made: processes of this machine, or workers at a queue. */
export interface Runner {
  /** Runs all jobs. Rejects when they cannot be run; with a `RunnerError` when none can. */
  run(jobs: readonly Job[], submission: CompiledSubmission, follower: Follower): Promise<void>;
  /** Releases what it holds; nothing may be running. */
  close(): void;
}
