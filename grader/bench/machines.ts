import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { compileStyle } from '../calibration/run/workspace.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { ownKin } from '../queue/kin.ts';
import { QueueRunner } from '../queue/queue-runner.ts';
import { hasRedis, RedisServer } from '../queue/redis.fixture.ts';
import { findLab } from '../labs/find-labs.ts';
import { SAMPLED } from '../run/isolation.ts';
import type { Job } from '../run/runner.ts';
import { atLeast, type Figure } from './measure.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/** Seeds of each scenario of Raft: enough for what a job costs beside its runs to show. */
const SEEDS = [1, 2, 3, 4, 5];
/** Before it is measured, a worker has started and its code is warm. */
const WARM_UP = [101, 102];

/** Real time, on a machine with a core for each worker: two of them against one. */
export async function benchMachines(): Promise<Figure[]> {
  if (!hasRedis) return [];
  const lab = await findLab('raft');
  const submission = await compileStyle(lab, 'reference');
  const jobsOf = (seeds: readonly number[]): Job[] =>
    lab.scenarios.map(({ id }) => ({ lab: 'raft', scenario: id, isolation: SAMPLED, seeds }));
  const one = await timeWith(1, submission, jobsOf);
  const two = await timeWith(2, submission, jobsOf);
  return [atLeast('a class at two workers, against one', one / two, 1.9, 'times as fast')];
}

/** Milliseconds that so many workers of one process each take for the jobs. */
async function timeWith(
  count: number,
  submission: CompiledSubmission,
  jobsOf: (seeds: readonly number[]) => readonly Job[],
): Promise<number> {
  const redis = await RedisServer.start();
  const workers = Array.from({ length: count }, () => startWorker(redis.url));
  const runner = await QueueRunner.open(redis.address, ownKin(null), () => {});
  const follower = { onResult() {}, isStopped: () => false };
  try {
    await runner.run(jobsOf(WARM_UP), submission, follower);
    const startedMs = performance.now();
    await runner.run(jobsOf(SEEDS), submission, follower);
    return performance.now() - startedMs;
  } finally {
    runner.close();
    for (const worker of workers) worker.kill('SIGKILL');
    await redis.end();
  }
}

function startWorker(url: string): ChildProcess {
  const args = [BIN, 'worker', '--queue', url, '--jobs', '1', '--unsandboxed'];
  return spawn(process.execPath, args, { stdio: 'ignore' });
}
