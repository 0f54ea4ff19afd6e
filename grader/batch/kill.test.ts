import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { writeWorkspace } from '../calibration/run/workspace.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-kill-'));
afterAll(() => rmSync(scratch, { recursive: true }));

writeFileSync(
  join(scratch, 'course.json'),
  '{ "assignment": "kill", "parts": ["3A"], "points": "fraction", "seeds": 4 }',
);
mkdirSync(join(scratch, 'class/broken'), { recursive: true });
writeWorkspace(join(scratch, 'class/reference'), 'reference');
writeWorkspace(join(scratch, 'class/ticker'), 'ticker');

function start(journal: string): ChildProcess {
  const given = [
    '--course',
    'course.json',
    '--journal',
    journal,
    '--reports',
    `${journal}-reports`,
  ];
  const args = [BIN, 'grade', 'class', ...given, '--jobs', '2', '--json'];
  return spawn(process.execPath, args, { cwd: scratch, stdio: 'ignore' });
}

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

/** Names of the runs that a journal holds, in its order. */
function runsIn(journal: string): string[] {
  const lines = readFileSync(join(scratch, journal, 'journal.ndjson'), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const { code, scenario, seed } = JSON.parse(line.slice(9)) as Record<string, string>;
      return `${code} ${scenario} ${seed}`;
    });
}

const ROUNDS = 4;

test('killed with or without its workers at random moments, a grader loses no run and makes none twice', async () => {
  const whole = start('whole');
  await once(whole, 'exit');
  let ended = false;
  for (let round = 0; round < ROUNDS && !ended; round++) {
    const grader = start('killed');
    const exit = once(grader, 'exit');
    const file = join(scratch, 'killed/journal.ndjson');
    const before = existsSync(file) ? runsIn('killed').length : 0;
    // Past the start, in which nothing happens that could be lost.
    while (grader.exitCode === null && (!existsSync(file) || runsIn('killed').length === before)) {
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
  const last = start('killed');
  await once(last, 'exit');
  expect(last.exitCode).toBe(1);
  const runs = runsIn('killed');
  expect(new Set(runs).size).toBe(runs.length);
  expect(new Set(runs)).toEqual(new Set(runsIn('whole')));
  for (const name of readdirSync(join(scratch, 'whole-reports'), {
    recursive: true,
    encoding: 'utf8',
  })) {
    if (!/\.\w+$/.test(name)) continue;
    const [one, other] = ['whole', 'killed'].map((each) =>
      readFileSync(join(scratch, `${each}-reports`, name), 'utf8'),
    );
    expect(other).toBe(one);
  }
}, 300_000);
