import type { CompiledSubmission } from '../compile/compile.ts';
import type { Command } from '../realm/child/child.ts';
import type { Realm } from '../realm/realm.ts';
import { findLab } from '../labs/find-labs.ts';
import { runIsolated, type Isolation } from './isolation.ts';
import { isToWorker, type FromWorker } from './pool.ts';
import type { Job } from './runner.ts';
import { smallestSchedule } from './told-schedule.ts';
import { WorkerRealms } from './worker-realms.ts';

let submission: CompiledSubmission | null = null;
const realms = new WorkerRealms();

async function work(job: Job, command: Command | null): Promise<void> {
  // Loaded once; a worker that knew every lab would start half a second later.
  const lab = await findLab(job.lab);
  const scenario = lab.scenarios.find((each) => each.id === job.scenario);
  const code = submission;
  if (scenario === undefined || code === null) {
    throw new Error(
      `a worker got a job whose lab or scenario does not exist: ${JSON.stringify(job)}`,
    );
  }
  const open = (how: Isolation['isolate']): Realm => realms.open(code, how, command);
  for (const seed of job.seeds) {
    const done = await runIsolated(lab, scenario, code, seed, job.isolation, open);
    const { verdict } = done.result;
    const smallest =
      job.shrinks === true
        ? await smallestSchedule(lab, scenario, code, { seed, verdict }, () =>
            open(job.isolation.isolate),
          )
        : null;
    tell({ scenario: job.scenario, seed, ...done, ...(smallest === null ? {} : { smallest }) });
    if (done.result.verdict.kind === 'overrun') break;
  }
  tell({ idle: true });
}

/** The lab or the simulator threw, which is no verdict on the submission: that ends this process. */
function giveUp(error: unknown): void {
  const threw = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.send?.({ threw } satisfies FromWorker, () => process.exit(1));
}

function tell(message: FromWorker): void {
  process.send?.(message);
}

process.on('message', (message: unknown) => {
  if (!isToWorker(message)) return;
  if ('submission' in message) submission = message.submission;
  else work(message.job, message.command).catch(giveUp);
});
// These reach the whole group of processes; the one that started this worker decides when it ends.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', () => process.exit(0));
tell({ idle: true });
