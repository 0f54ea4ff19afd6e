import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { RecordingRunner } from '../batch/recording-runner.ts';
import { compileStyle } from '../calibration/run/workspace.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { sandboxHere, sandboxOf } from '../realm/child/sandbox.ts';
import { findLab } from '../labs/find-labs.ts';
import { FAST } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import type { Follower, Job, JobResult, Runner } from '../run/runner.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { ownKin, type Kin } from './kin.ts';
import { playSeeds } from './play-task.ts';
import { Presence } from './presence.ts';
import { QueueRunner } from './queue-runner.ts';
import { QueueWorker } from './queue-worker.ts';
import { hasRedis, RedisServer } from './redis.fixture.ts';
import { Shelf } from './shelf.ts';
import { codeOf } from './task.ts';

const KIN = ownKin(null);
const JOB = { lab: 'raft', scenario: 'initial-election', isolation: FAST, seeds: [1, 2, 3] };

let redis: RedisServer;
let submission: CompiledSubmission;
/** What tests have opened. */
const open: (() => unknown)[] = [];

beforeAll(async () => {
  submission = await compileStyle(await findLab('raft'), 'reference');
  if (hasRedis) redis = await RedisServer.start();
}, 60_000);
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
afterAll(async () => redis?.end());

interface Told {
  readonly lines: string[];
}

function startWorker(kin: Kin = KIN): Told & {
  close(): Promise<void>;
} {
  const lines: string[] = [];
  const news = { tell: (line: string) => void lines.push(line), onRun() {} };
  const worker = new QueueWorker(redis.address, 1, kin, news);
  const closed = { is: false };
  const close = async (): Promise<void> => {
    if (!closed.is) await worker.close();
    closed.is = true;
  };
  open.push(close);
  return { lines, close };
}

async function openRunner(kin = KIN): Promise<Told & { runner: QueueRunner }> {
  const lines: string[] = [];
  const runner = await QueueRunner.open(redis.address, kin, (line) => void lines.push(line));
  open.push(() => runner.close());
  return { lines, runner };
}

/** Runs jobs to their end; returns what came, in its order. */
async function run(
  runner: Runner,
  jobs: readonly Job[],
  follower: Partial<Follower> = {},
  code = submission,
): Promise<JobResult[]> {
  const results: JobResult[] = [];
  await runner.run(jobs, code, {
    onResult: (result) => void results.push(result),
    isStopped: () => false,
    ...follower,
  });
  return results;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(20);
}

describe.skipIf(!hasRedis)('a queue', () => {
  test('gives the results of one machine, each once', async () => {
    const pool = new WorkerPool(1);
    open.push(() => pool.close());
    const here = await run(pool, [JOB]);
    startWorker();
    const { runner } = await openRunner();
    expect(await run(runner, [JOB])).toEqual(here);
  });

  test('shrinks failures that it has run before, as one machine does', async () => {
    const votesTwice = await compileStyle(await findLab('raft'), 'reference', [
      {
        file: 'raft/raft.ts',
        find: '(this.votedFor === null || this.votedFor === args.candidateId)',
        replace: 'this.votedFor !== this.node.me',
      },
    ]);
    const job = { ...JOB, scenario: 'one-vote', seeds: [1] };
    const jobs = [job, { ...job, shrinks: true }];
    const pool = new WorkerPool(1);
    open.push(() => pool.close());
    startWorker();
    const { runner } = await openRunner();
    const [here, there] = await Promise.all(
      [pool, runner].map(async (each) => {
        await run(each, jobs.slice(0, 1), {}, votesTwice);
        return (await run(each, jobs.slice(1), {}, votesTwice))[0];
      }),
    );
    expect(here?.smallest).toBeDefined();
    expect(there).toEqual(here);
  });

  test('runs submissions in the sandbox of grader and worker', async () => {
    const sandbox = sandboxHere();
    startWorker(ownKin(sandbox));
    const { runner } = await openRunner(ownKin(sandbox));
    const job = { ...JOB, isolation: { ...FAST, sandbox }, seeds: [1] };
    const [confined] = await run(runner, [job]);
    expect(confined).toEqual((await run((await openRunner()).runner, [JOB]))[0]);
  }, 240_000);

  test('a worker with more confinement than is demanded takes jobs, and results say what confined them', async () => {
    const sandbox = sandboxHere();
    startWorker(ownKin(sandbox));
    const demanded = sandboxOf(['permission']);
    const { runner } = await openRunner(ownKin(demanded));
    const job = { ...JOB, isolation: { ...FAST, sandbox: demanded }, seeds: [31] };
    const [result] = await run(runner, [job]);
    expect(result?.result.verdict.kind).toBe('passed');
    expect(result?.layers).toEqual(sandbox.layers);
    // So does the journal, from which the same command goes on.
    const folder = mkdtempSync(join(tmpdir(), 'splitbrain-confined-'));
    open.push(() => rmSync(folder, { recursive: true }));
    const journal = new RecordedRuns(folder);
    open.push(() => journal.close());
    for (let time = 0; time < 2; time++) {
      const recording = new RecordingRunner(runner, journal, 'code', { leftMs: 60_000 });
      await run(recording, [job]);
      expect(recording.confinements).toEqual([sandbox.layers]);
    }
    expect(journal.size).toBe(1);
  }, 120_000);

  test('a worker with less than is demanded takes none, and both sides say what it lacks', async () => {
    const { runner, lines } = await openRunner(ownKin(sandboxOf(['permission', 'bubblewrap'])));
    const weak = startWorker(ownKin(sandboxOf(['permission', 'limits'])));
    const stop = { stopped: false };
    const done = run(runner, [{ ...JOB, seeds: [32] }], { isStopped: () => stop.stopped });
    const refused = /This class demands bubblewrap, which process \d+ on .* lacks\. Start one: /;
    await until(() => lines.some((line) => refused.test(line)) && weak.lines.length > 0);
    expect(weak.lines[0]).toMatch(/demands bubblewrap, which this worker lacks/);
    stop.stopped = true;
    expect(await done).toEqual([]);
  }, 120_000);

  test('has results that are there already at once, and without a worker', async () => {
    const { runner } = await openRunner();
    const seeds = (await run(runner, [JOB])).map(({ seed }) => seed);
    expect(seeds).toEqual([1, 2, 3]);
  });

  test('a worker of another version is not used, and both sides say why', async () => {
    const { runner, lines } = await openRunner();
    const other = startWorker({ ...KIN, grader: 'f'.repeat(64) });
    const stop = { stopped: false };
    const done = run(runner, [{ ...JOB, seeds: [11] }], { isStopped: () => stop.stopped });
    const refused = /^No worker that fits .*\(f{8}\) on Node .*\. Start one: /;
    await until(() => lines.some((line) => refused.test(line)) && other.lines.length > 0);
    expect(other.lines[0]).toMatch(/leaves its runs to others/);
    stop.stopped = true;
    expect(await done).toEqual([]);
  }, 120_000);

  test('a job that no worker can run is failed with its name, and does not run for ever', async () => {
    startWorker();
    const { runner } = await openRunner();
    const unknown = { ...JOB, scenario: 'no-such' };
    await expect(run(runner, [unknown])).rejects.toThrow(
      'raft/no-such seeds 1, 2, 3 failed at the workers: this worker knows no scenario',
    );
    const strange = { ...JOB, lab: 'alchemy' };
    await expect(run(runner, [strange])).rejects.toThrow(
      "the lab 'alchemy', and this worker knows",
    );
  });

  test('a worker that comes to another end than one before it raises an alarm; the first counts', async () => {
    const { runner, lines } = await openRunner();
    const client = new Redis(redis.address.port);
    const pool = new WorkerPool(1);
    open.push(
      () => client.disconnect(),
      () => pool.close(),
    );
    const [shelf, presence] = [new Shelf(client), new Presence(client, 'worker', KIN)];
    const job = { ...JOB, seeds: [21] };
    const task = { grader: runner.id, code: codeOf('raft', submission, KIN), job, account: null };
    const [result] = await run(pool, [job]);
    if (result === undefined) throw new Error('nothing came');
    const other = { ...result, result: { ...result.result, traceHash: 'another' } };
    await shelf.putResult(task, { ...other, tookMs: 1, worker: 'process 1 on elsewhere' });
    // As a worker does that was stopped, and goes on.
    const told: string[] = [];
    const tell = (line: string): void => void told.push(line);
    const stop = { stopped: false };
    const bench = { runner: pool, shelf, presence, sandbox: null, stop, onKept() {}, tell };
    await playSeeds(task, [21], submission, bench);
    await until(() => runner.alarms.length > 0);
    const alarm =
      /^ALARM: raft\/initial-election seed 21 left the trace another at process 1 on elsewhere and /;
    for (const each of [told[0], lines.at(-1), runner.alarms[0]]) expect(each).toMatch(alarm);
    expect(await run(runner, [job])).toEqual([other]);
  }, 120_000);
});
