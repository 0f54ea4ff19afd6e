import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { CompiledSubmission } from '../realm/compile.ts';

/** Some seeds of one scenario, run by one worker. */
export interface Job {
  readonly lab: string;
  readonly scenario: string;
  readonly seeds: readonly number[];
}

export interface JobResult {
  readonly scenario: string;
  readonly seed: number;
  readonly result: RunResult;
}

/** Memory for one worker; the whole Raft lab of a correct solution needs about 150 MB. */
const WORKER_HEAP_MB = 1_024;
const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));

/**
 * Runs all jobs on `processes` worker processes and tells each result as it comes, in no fixed
 * order. A worker that dies costs the seed that it was at, not the run. `stop` ends it early.
 */
export async function runJobs(
  jobs: readonly Job[],
  submission: CompiledSubmission,
  processes: number,
  onResult: (result: JobResult) => void,
  stop: { stopped: boolean },
): Promise<void> {
  const waiting = [...jobs];
  await Promise.all(
    Array.from({ length: Math.min(processes, jobs.length) }, async () => {
      while (waiting.length > 0 && !stop.stopped) {
        await runWorker(waiting, submission, onResult, stop);
      }
    }),
  );
}

/** One worker's life: it takes jobs until there are none; if it dies, its job goes on without the fatal seed. */
function runWorker(
  waiting: Job[],
  submission: CompiledSubmission,
  onResult: (result: JobResult) => void,
  stop: { stopped: boolean },
): Promise<void> {
  return new Promise((resolve) => {
    const child = fork(WORKER, {
      execArgv: [`--max-old-space-size=${WORKER_HEAP_MB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    let current: Job | undefined;
    let done = 0;
    child.send(submission);
    child.on('message', (message: JobResult | { idle: true }) => {
      if ('seed' in message) {
        done++;
        onResult(message);
        if (stop.stopped) child.kill();
        return;
      }
      done = 0;
      current = stop.stopped ? undefined : waiting.shift();
      if (current === undefined) child.disconnect();
      else child.send(current);
    });
    child.on('exit', () => {
      const fatal = current?.seeds[done];
      if (current !== undefined && fatal !== undefined && !stop.stopped) {
        onResult(died(child, current.scenario, fatal));
        const seeds = current.seeds.slice(done + 1);
        if (seeds.length > 0) waiting.unshift({ ...current, seeds });
      }
      resolve();
    });
  });
}

function died(child: ChildProcess, scenario: string, seed: number): JobResult {
  const message =
    `the process that ran the servers died (${child.signalCode ?? `exit code ${child.exitCode}`}): ` +
    `most likely they needed more than ${WORKER_HEAP_MB} MB of memory`;
  const verdict = { kind: 'overrun', message, atUs: 0 } as const;
  return {
    scenario,
    seed,
    result: { verdict, traceHash: '', events: 0, virtualUs: 0, reached: {} },
  };
}
