import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SmallClass } from '../batch/small-class.fixture.ts';
import { hasRedis, RedisServer } from './redis.fixture.ts';

/** Blows; more than in every test by `npm run test:kill`. */
const BLOWS = Number(process.env['SPLITBRAIN_KILLS'] ?? 4);
/** Enough runs for some to be under way at each blow. */
const small = new SmallClass(Math.max(6, BLOWS));
/** Stopped for longer than a lock lasts, so that another worker has its job when it goes on. */
const STOPPED_MS = 11_000;

let redis: RedisServer;
let grader: ChildProcess;
const workers: ChildProcess[] = [];
const wakings: Promise<void>[] = [];

beforeAll(async () => {
  if (hasRedis) redis = await RedisServer.start();
});
afterAll(async () => {
  for (const each of workers) each.kill('SIGKILL');
  await redis?.end();
  small.remove();
});

function startGrader(): void {
  grader = small.grade('queue', '--queue', redis.url);
}

function startWorker(place: number): void {
  workers[place] = small.start('worker', '--queue', redis.url, '--jobs', '1');
}

async function killed(process: ChildProcess | undefined): Promise<void> {
  if (process === undefined || process.exitCode !== null) return;
  const exit = once(process, 'exit');
  process.kill('SIGKILL');
  await exit;
}

const anyWorker = (): number => Math.floor(Math.random() * workers.length);

type Blow = () => Promise<void>;

const killWorker: Blow = async () => {
  const place = anyWorker();
  await killed(workers[place]);
  startWorker(place);
};

const killGrader: Blow = async () => {
  await killed(grader);
  startGrader();
};

const stopWorker: Blow = async () => {
  const worker = workers[anyWorker()];
  worker?.kill('SIGSTOP');
  wakings.push(setTimeout(STOPPED_MS).then(() => void worker?.kill('SIGCONT')));
};

const restartRedis: Blow = () => redis.restart(Math.random() * 500);

/** Each kind once, and then again in any order, kills more often. */
const FIRST: readonly Blow[] = [killWorker, stopWorker, restartRedis, killGrader];
const LATER: readonly Blow[] = [...FIRST, killWorker, killGrader, killWorker, killGrader];

function blowOf(round: number): Blow {
  return FIRST[round] ?? LATER[Math.floor(Math.random() * LATER.length)] ?? killWorker;
}

function runsSoFar(): number {
  return existsSync(join(small.folder, 'queue/journal.ndjson')) ? small.runsIn('queue').length : 0;
}

test.skipIf(!hasRedis)(
  'workers and graders that are killed or stopped, and a Redis that loses its data, change no grade',
  async () => {
    const whole = small.grade('whole');
    await once(whole, 'exit');
    startWorker(0);
    startWorker(1);
    startGrader();
    let blows = 0;
    for (; blows < BLOWS; blows++) {
      const before = runsSoFar();
      while (grader.exitCode === null && runsSoFar() === before) await setTimeout(5);
      await setTimeout(Math.random() * 1_000);
      if (grader.exitCode !== null) break;
      await blowOf(blows)();
    }
    if (grader.exitCode === null) await once(grader, 'exit');
    await Promise.all(wakings);
    // A class that is over before the blows are has not been tried.
    expect(blows).toBe(BLOWS);
    expect(grader.exitCode).toBe(1);
    const runs = small.runsIn('queue');
    expect(new Set(runs).size).toBe(runs.length);
    expect(new Set(runs).size).toBe(new Set(small.runsIn('whole')).size);
    expect(small.reportsOf('queue')).toEqual(small.reportsOf('whole'));
  },
  1_800_000,
);
