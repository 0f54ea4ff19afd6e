import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SmallClass } from './small-class.fixture.ts';

/** The processes that a process has started and that live. */
function childrenOf(pid: number | undefined): number[] {
  const tasks = `/proc/${pid}/task/${pid}/children`;
  if (!existsSync(tasks)) return [];
  return readFileSync(tasks, 'utf8')
    .split(' ')
    .filter((each) => each !== '')
    .map(Number);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

/** How often it is killed; more than in every test by `npm run test:kill`. */
const ROUNDS = Number(process.env['SPLITBRAIN_KILLS'] ?? 4);
const small = new SmallClass(ROUNDS);
afterAll(() => small.remove());

test('killed with or without its workers at random moments, a grader loses no run and makes none twice', async () => {
  const whole = small.grade('whole', '--jobs', '2');
  await once(whole, 'exit');
  let ended = false;
  for (let round = 0; round < ROUNDS && !ended; round++) {
    const grader = small.grade('killed', '--jobs', '2');
    const exit = once(grader, 'exit');
    const file = join(small.folder, 'killed/journal.ndjson');
    const before = existsSync(file) ? small.runsIn('killed').length : 0;
    // Past the start, in which nothing happens that could be lost.
    while (
      grader.exitCode === null &&
      (!existsSync(file) || small.runsIn('killed').length === before)
    ) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 300));
    const workers = childrenOf(grader.pid);
    if (round % 2 === 1) {
      for (const each of workers.slice(0, 1)) kill(each);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    grader.kill('SIGKILL');
    await exit;
    ended = grader.exitCode !== null;
  }
  const last = small.grade('killed', '--jobs', '2');
  await once(last, 'exit');
  expect(last.exitCode).toBe(1);
  const runs = small.runsIn('killed');
  expect(new Set(runs).size).toBe(runs.length);
  expect(new Set(runs)).toEqual(new Set(small.runsIn('whole')));
  expect(small.reportsOf('killed')).toEqual(small.reportsOf('whole'));
}, 900_000);
