import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { SmallClass } from '../batch/small-class.fixture.ts';

const small = new SmallClass(1);
afterAll(() => small.remove());

async function run(...args: string[]): Promise<number | null> {
  const command = small.start(...args);
  await once(command, 'exit');
  return command.exitCode;
}

test('a class graded in shards and merged has the reports of one that was graded whole', async () => {
  const whole = small.grade('whole');
  await once(whole, 'exit');
  for (const share of ['1/2', '2/2']) {
    const course = ['--course', 'course.json', '--journal', 'shards'];
    // What is wrong with submissions is no failure of the shard.
    expect(await run('grade', 'class', ...course, '--shard', share)).toBe(0);
  }
  const files = ['shard-1-of-2.json', 'shard-2-of-2.json'];
  const options = ['--reports', 'merged-reports', '--csv', 'merged.csv'];
  expect(await run('merge', ...files, ...options)).toBe(whole.exitCode);
  expect(small.reportsOf('merged')).toEqual(small.reportsOf('whole'));
  const csv = readFileSync(join(small.folder, 'merged.csv'), 'utf8');
  expect(csv).toBe(small.reportsOf('whole')['grades.csv']);
  expect(await run('merge', 'shard-1-of-2.json')).toBe(2);
  expect(await run('grade', 'class', '--shard', '1/2', '--reports', 'r')).toBe(2);
}, 120_000);
