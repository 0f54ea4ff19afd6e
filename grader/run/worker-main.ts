import type { CompiledSubmission } from '../compile/compile.ts';
import { findLab } from './find-labs.ts';
import { runIsolated } from './isolation.ts';
import type { FromWorker, ToWorker } from './pool.ts';
import type { Job } from './runner.ts';

let submission: CompiledSubmission | null = null;

async function work(job: Job): Promise<void> {
  // Loaded once; a worker that knew every lab would start half a second later.
  const lab = await findLab(job.lab);
  const scenario = lab.scenarios.find((each) => each.id === job.scenario);
  if (scenario === undefined || submission === null) {
    throw new Error(`a worker was asked for what it does not know: ${JSON.stringify(job)}`);
  }
  for (const seed of job.seeds) {
    const done = await runIsolated(lab, scenario, submission, seed, job.isolation);
    tell({ scenario: job.scenario, seed, ...done });
    if (done.result.verdict.kind === 'overrun') break;
  }
  tell({ idle: true });
}

function tell(message: FromWorker): void {
  process.send?.(message);
}

process.on('message', (message: ToWorker) => {
  if ('submission' in message) submission = message.submission;
  else void work(message.job);
});
// These reach the whole group of processes; the one that started this worker decides when it ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));
tell({ idle: true });
