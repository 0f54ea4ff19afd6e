import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawn, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { findLab } from '../labs/find-labs.ts';
import { FAST } from '../run/isolation.ts';
import type { Follower, Job, JobResult } from '../run/runner.ts';
import { ownKin, queueName } from './kin.ts';
import { QueueRunner } from './queue-runner.ts';
import { hasRedis, RedisServer } from './redis.fixture.ts';
import { PREFIX } from './shelf.ts';
import { codeOf } from './task.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));
const KIN = ownKin(null);
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-endings-'));

/** Elects nobody, and is at each run for longer than it takes to end what runs it. */
const SLOW = `export default class Raft {
  constructor() { for (let i = 0, x = 0; i < 2e8; i++) x = (x * 31 + i) | 0; }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}`;
const JOB = { lab: 'raft', scenario: 'initial-election', isolation: FAST, seeds: [1, 2] };

let redis: RedisServer;
let client: Redis;
let submission: CompiledSubmission;
let runner: QueueRunner;
const workers: ChildProcess[] = [];

beforeAll(async () => {
  mkdirSync(join(scratch, 'src/raft'), { recursive: true });
  writeFileSync(join(scratch, 'src/raft/raft.ts'), SLOW);
  submission = await compileSubmission(scratch, await findLab('raft'));
}, 60_000);
beforeEach(async () => {
  if (!hasRedis) return;
  redis = await RedisServer.start();
  client = new Redis(redis.address.port);
  runner = await QueueRunner.open(redis.address, KIN, () => {});
});
afterEach(async () => {
  runner?.close();
  for (const each of workers.splice(0)) each.kill('SIGKILL');
  client?.disconnect();
  await redis?.end();
});
afterAll(() => rmSync(scratch, { recursive: true }));

function startWorker(): ChildProcess {
  const args = [BIN, 'worker', '--queue', redis.url, '--jobs', '1', '--unsandboxed'];
  const worker = spawn(process.execPath, args, { stdio: 'ignore' });
  workers.push(worker);
  return worker;
}

async function run(jobs: readonly Job[], follower: Partial<Follower> = {}): Promise<JobResult[]> {
  const results: JobResult[] = [];
  await runner.run(jobs, submission, {
    onResult: (result) => void results.push(result),
    isStopped: () => false,
    ...follower,
  });
  return results;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await setTimeout(20);
}

/** How many jobs are at workers, and how many wait. */
async function jobsThere(): Promise<{ active: number; waiting: number }> {
  const queue = `${PREFIX}:${queueName(KIN)}`;
  return {
    active: await client.llen(`${queue}:active`),
    waiting: await client.llen(`${queue}:wait`),
  };
}

/** Processes of a worker that run this file. */
function childrenAt(worker: ChildProcess, file: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return Number(parent) === worker.pid && command.includes(file);
      } catch {
        // It has just ended.
        return false;
      }
    });
}

describe.skipIf(!hasRedis)('what ends early at a queue', () => {
  test('a seed that ends whatever runs it, twice, has failed with its name; others are run', async () => {
    const first = startWorker();
    const other = { ...JOB, scenario: 're-election', seeds: [1] };
    const done = run([JOB, other]);
    await until(async () => (await jobsThere()).active === 1);
    await until(() => childrenAt(first, 'worker.js').length > 0);
    await setTimeout(500);
    first.kill('SIGKILL');
    const second = startWorker();
    const attempts = `${PREFIX}:attempts:${codeOf('raft', submission, KIN)}`;
    await until(async () => (await client.hvals(attempts)).includes('1'));
    for (const pid of childrenAt(second, 'apart.js')) process.kill(pid, 'SIGKILL');
    const results = await done;
    const fatal = results.find(({ scenario }) => scenario === JOB.scenario);
    expect(fatal).toMatchObject({ seed: 1, result: { verdict: { kind: 'overrun' } } });
    expect(fatal?.result.verdict).toMatchObject({ message: expect.stringMatching(/died, and so/) });
    const rest = results.filter((each) => each !== fatal);
    expect(rest).toMatchObject([{ scenario: other.scenario, result: { verdict: {} } }]);
    expect(rest[0]?.result.traceHash).not.toBe('');
  }, 400_000);

  test('a worker that is asked to end gives its job back at once', async () => {
    const worker = startWorker();
    const stop = { stopped: false };
    const done = run([JOB], { isStopped: () => stop.stopped });
    await until(async () => (await jobsThere()).active === 1);
    worker.kill('SIGTERM');
    await until(() => worker.exitCode !== null);
    expect(worker.exitCode).toBe(0);
    expect(await jobsThere()).toEqual({ active: 0, waiting: 1 });
    stop.stopped = true;
    await done;
  }, 240_000);

  test('a grader that is stopped takes its jobs from the queue, and workers break off what they run', async () => {
    startWorker();
    const stop = { stopped: false };
    const many = [1, 11, 21].map((seed) => ({ ...JOB, seeds: [seed, seed + 1, seed + 2] }));
    const done = run(many, { isStopped: () => stop.stopped });
    await until(async () => (await jobsThere()).active === 1);
    stop.stopped = true;
    await done;
    runner.close();
    await until(async () => (await jobsThere()).active + (await jobsThere()).waiting === 0);
  }, 240_000);

  test('a submission that has had its time is broken off at every worker', async () => {
    startWorker();
    startWorker();
    const allowance = { leftMs: 2_000 };
    const many = [1, 11].map((first) => ({
      ...JOB,
      seeds: Array.from({ length: 10 }, (_, at) => first + at),
    }));
    const results = await run(many, { allowance });
    expect(allowance.leftMs).toBeLessThanOrEqual(0);
    expect(results.length).toBeLessThan(20);
    await until(async () => (await jobsThere()).active + (await jobsThere()).waiting === 0);
  }, 240_000);
});
