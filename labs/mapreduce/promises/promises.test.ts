import { expect, test } from 'vitest';
import type { Evidence, FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { JobFact } from '../fact.ts';
import { mapOnce, reduceTaskOnce } from './begun-once.ts';
import { doneAfterOutput } from './done-after-output.ts';
import { outputIsWhole } from './output-is-whole.ts';
import { reduceAfterMaps } from './reduce-after-maps.ts';
import { tenSecondsEach } from './ten-seconds-each.ts';
import { workersStay } from './workers-stay.ts';

type Untimed = JobFact extends infer Fact
  ? Fact extends JobFact
    ? Omit<Fact, 'atUs'>
    : never
  : never;

const job = (mayWorkersExit = false): Untimed => ({
  kind: 'job',
  files: ['a.txt', 'b.txt'],
  outputs: new Map([
    ['mr-out-0', 'ant 1\n'],
    ['mr-out-1', ''],
  ]),
  mayWorkersExit,
});
const mapped = (file: string): Untimed => ({ kind: 'map-ended', worker: 'worker-0', file });
const reduces: Untimed = { kind: 'reduce-started', worker: 'worker-1', task: 0, key: 'ant' };
const output = (contents: string | null): Untimed => ({
  kind: 'output',
  name: 'mr-out-0',
  contents,
});
const done: Untimed = { kind: 'done' };
const exited: Untimed = { kind: 'worker-exited', worker: 'worker-1' };

/** Evidence against a promise after these facts, one a second; 'holds' when there is none. */
function judge(promise: FactPromise<JobFact>, facts: readonly Untimed[]): Evidence | 'holds' {
  const check = promise.startCheck();
  for (const [second, fact] of facts.entries()) {
    const evidence = check({ ...fact, atUs: second * 1_000_000 });
    if (evidence !== undefined) return evidence;
  }
  return 'holds';
}

test('an output may appear whole, be replaced by the same, and go away', () => {
  const facts = [job(), output('ant 1\n'), output('ant 1\n'), output(null)];
  expect(judge(outputIsWhole, facts)).toBe('holds');
});

test('an output must not be seen half written', () => {
  expect(judge(outputIsWhole, [job(), output('ant')])).toEqual([
    'mr-out-0 has 3 of 6 characters: it was seen before it was written',
  ]);
});

test('done needs every output that has a key', () => {
  expect(judge(doneAfterOutput, [job(), output('ant 1\n'), done])).toBe('holds');
  expect(judge(doneAfterOutput, [job(), done])).toEqual([
    'done() returned true, but there is no mr-out-0',
  ]);
});

test('an output that was removed again is missing', () => {
  expect(judge(doneAfterOutput, [job(), output('ant 1\n'), output(null), done])).toEqual([
    'done() returned true, but there is no mr-out-0',
  ]);
  expect(judge(doneAfterOutput, [job(), output('ant 1\n'), done, output(null)])).toEqual([
    'mr-out-0 was removed after the job was done',
  ]);
});

test('a reduce waits for the map of every file', () => {
  const all = [job(), mapped('a.txt'), mapped('b.txt'), reduces];
  expect(judge(reduceAfterMaps, all)).toBe('holds');
  expect(judge(reduceAfterMaps, [job(), mapped('a.txt'), mapped('a.txt'), reduces])).toEqual([
    "worker-1 called reduce for 'ant' of reduce task 0",
    'no call of map has ended for b.txt',
  ]);
});

test('a worker exits after the last output, unless processes fail', () => {
  expect(judge(workersStay, [job(), output('ant 1\n'), exited])).toBe('holds');
  expect(judge(workersStay, [job(true), exited])).toBe('holds');
  expect(judge(workersStay, [job(), exited])).toEqual([
    'worker-1 exited while there was no mr-out-0',
  ]);
});

const maps = (worker: string, file: string): Untimed => ({ kind: 'map-started', worker, file });

test('where nothing is late, a second worker must not begin with a task', () => {
  expect(judge(mapOnce, [maps('worker-0', 'a.txt'), maps('worker-1', 'b.txt')])).toBe('holds');
  expect(judge(mapOnce, [maps('worker-0', 'a.txt'), maps('worker-1', 'a.txt')])).toEqual([
    'worker-1 began with a.txt at 1.000 s',
    'worker-0 had begun with it at 0.000 s',
    'no worker had failed, and no task took 10 s',
  ]);
  expect(judge(reduceTaskOnce, [maps('worker-0', 'a.txt'), reduces, reduces])).toEqual([
    'worker-1 began with reduce task 0 at 2.000 s',
    'worker-1 had begun with it at 1.000 s',
    'no worker had failed, and no task took 10 s',
  ]);
});

test('each attempt at a task has ten seconds, but a straggler may begin with what it was given long before', () => {
  const idle = Array.from({ length: 9 }, (): Untimed => mapped('b.txt'));
  const late = [maps('worker-0', 'a.txt'), ...idle, maps('worker-1', 'a.txt')];
  expect(
    judge(
      tenSecondsEach(() => false),
      late,
    ),
  ).toBe('holds');
  const early = [...late, maps('worker-2', 'a.txt')];
  expect(
    judge(
      tenSecondsEach(() => false),
      early,
    ),
  ).toEqual([
    'worker-2 began with the map of a.txt at 11.000 s',
    'worker-1 had begun with it at 10.000 s, and may still have been at it',
  ]);
  expect(
    judge(
      tenSecondsEach((worker) => worker === 'worker-2'),
      early,
    ),
  ).toBe('holds');
});

test('an attempt at a reduce task begins with its first key, and not with the others', () => {
  const next: Untimed = { ...reduces, key: 'bee' };
  expect(
    judge(
      tenSecondsEach(() => false),
      [reduces, next],
    ),
  ).toBe('holds');
  expect(
    judge(
      tenSecondsEach(() => false),
      [reduces, next, reduces],
    ),
  ).toEqual([
    'worker-1 began with mr-out-0 at 2.000 s',
    'worker-1 had begun with it at 0.000 s, and may still have been at it',
  ]);
});
