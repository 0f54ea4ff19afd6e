import type { CompiledSubmission } from '../compile/compile.ts';
import type { IsolatedResult, Isolation } from './isolation.ts';

/**
 * Some seeds of one scenario, run by one worker, up to the first that overruns: each would take its
 * seconds, and none could save the scenario.
 */
export interface Job {
  readonly lab: string;
  readonly scenario: string;
  readonly seeds: readonly number[];
  readonly isolation: Isolation;
}

/** What came of one seed of a job. */
export interface JobResult extends IsolatedResult {
  readonly scenario: string;
  readonly seed: number;
}

/** How somebody follows a batch of jobs. */
export interface Watch {
  /** Gets each result as it comes, in no fixed order. */
  onResult(result: JobResult): void;
  /** Once true, no further seed is begun, and what runs is broken off. */
  isStopped(): boolean;
  /** Whether a job that has not begun is still of interest; all are without it. */
  isWanted?(job: Job): boolean;
}

/** Where runs are made: processes of this machine today. */
export interface Runner {
  /** Runs all jobs. Rejects when nothing can be run here at all. */
  run(jobs: readonly Job[], submission: CompiledSubmission, watch: Watch): Promise<void>;
  /** Gives back what it holds; nothing may be running. */
  close(): void;
}
