import { createHash } from 'node:crypto';
import type { CompiledSubmission } from '../compile/compile.ts';
import { isolationName } from '../run/isolation.ts';
import type { Job, JobResult } from '../run/runner.ts';
import { digestOfKin, type Kin } from './kin.ts';

/** What a worker gets from the queue: a job of a grader, and where to find what it takes. */
export interface Task {
  /** Who wants it; when that grader is gone, nobody does. */
  readonly grader: string;
  /** Under which the submission and its results are kept. */
  readonly code: string;
  readonly job: Job;
  /** What the submission may take; as long as it likes without it. */
  readonly account: Account | null;
}

/** The time that workers have spent on a submission for one grader is counted in Redis. */
export interface Account {
  readonly id: string;
  readonly limitMs: number;
}

/** What came of a seed, as it is kept in Redis. */
export interface KeptResult extends JobResult {
  readonly tookMs: number;
  /** Where it was run. */
  readonly worker: string;
}

/** Digest of all that runs of a lab depend on, but for scenario, seed and isolation. */
export function codeOf(lab: string, submission: CompiledSubmission, kin: Kin): string {
  const all = [digestOfKin(kin), lab, ...submission.withReference, submission.sourceDigest];
  return createHash('sha256').update(all.join('\n')).digest('hex');
}

/** The name of a run among those of the same code. */
export function runName({ scenario, isolation }: Job, seed: number): string {
  return `${scenario} ${seed} ${isolationName(isolation)}`;
}

/** A job in words. */
export function tellJob({ lab, scenario, seeds }: Job): string {
  return `${lab}/${scenario} seed${seeds.length === 1 ? '' : 's'} ${seeds.join(', ')}`;
}
