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
/** Enough runs for several blows to fall while some are under way. */
const small = new SmallClass(6);
/** Stopped for longer than a lock lasts, so that another worker has its job when it goes on. */
const STOPPED_MS = 11_000;

let redis: RedisServer;
let grader: ChildProcess;
/** Of the journal and the reports. */
let name = '';
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
  grader = small.grade(name, '--queue', redis.url, '--unsandboxed');
}

function startWorker(place: number): void {
  workers[place] = small.start('worker', '--queue', redis.url, '--jobs', '1', '--unsandboxed');
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
  return existsSync(join(small.folder, name, 'journal.ndjson')) ? small.runsIn(name).length : 0;
}

/** A class is graded while the blows from `first` on fall; returns the number of the first that did not. */
async function badNight(first: number): Promise<number> {
  name = `night-${first}`;
  startGrader();
  let blow = first;
  for (; blow < BLOWS; blow++) {
    const before = runsSoFar();
    while (grader.exitCode === null && runsSoFar() === before) await setTimeout(5);
    await setTimeout(Math.random() * 1_000);
    if (grader.exitCode !== null) break;
    await blowOf(blow)();
  }
  if (grader.exitCode === null) await once(grader, 'exit');
  await Promise.all(wakings.splice(0));
  return blow;
}

test.skipIf(!hasRedis)(
  'workers and graders that are killed or stopped, and a Redis that loses its data, change no grade',
  async () => {
    const whole = small.grade('whole', '--unsandboxed');
    await once(whole, 'exit');
    startWorker(0);
    startWorker(1);
    let isDurable = false;
    for (let blow = 0; blow < BLOWS;) {
      blow = await badNight(blow);
      expect(grader.exitCode).toBe(1);
      const runs = small.runsIn(name);
      expect(new Set(runs).size).toBe(runs.length);
      expect(runs.length).toBe(small.runsIn('whole').length);
      expect(small.reportsOf(name)).toEqual(small.reportsOf('whole'));
      // The next night begins without the results of this one, and every second Redis loses nothing.
      isDurable = !isDurable;
      await redis.renew(isDurable);
    }
  },
  1_800_000,
);
