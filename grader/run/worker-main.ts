import type { CompiledSubmission } from '../realm/compile.ts';
import { findLabs } from './find-labs.ts';
import { runSeed } from './run-seed.ts';
import type { Job, JobResult } from './pool.ts';

/** The first message is the submission; every later one is a job, answered by one result. */
const labs = await findLabs();
let submission: CompiledSubmission | null = null;

async function work(job: Job): Promise<void> {
  const lab = labs.find((each) => each.id === job.lab);
  const scenario = lab?.scenarios.find((each) => each.id === job.scenario);
  if (lab === undefined || scenario === undefined || submission === null) {
    throw new Error(`a worker was asked for what it does not know: ${JSON.stringify(job)}`);
  }
  for (const seed of job.seeds) {
    const result = await runSeed(lab, scenario, submission, seed);
    process.send?.({ scenario: job.scenario, seed, result } satisfies JobResult);
  }
  process.send?.({ idle: true });
}

process.on('message', (message: CompiledSubmission | Job) => {
  if ('code' in message) submission = message;
  else void work(message);
});
process.on('disconnect', () => process.exit(0));
process.send?.({ idle: true });
