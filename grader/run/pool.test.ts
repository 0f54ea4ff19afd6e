import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { compileStyle } from '../calibration/run/workspace.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { findLab } from '../labs/find-labs.ts';
import { sandboxHere } from '../realm/child/sandbox.ts';
import { APART, FAST } from './isolation.ts';
import { WorkerPool } from './pool.ts';
import type { Job, JobResult } from './runner.ts';

const pool = new WorkerPool(1);
afterAll(() => pool.close());

const EMPTY = { digest: 'of nothing' } as CompiledSubmission;

/** A worker's code throws at it, as it would at any other mistake of a lab or of the simulator. */
const IMPOSSIBLE = {
  lab: 'raft',
  scenario: 'no-such',
  isolation: FAST,
} as const;

async function run(job: Job, by: WorkerPool = pool): Promise<readonly JobResult[]> {
  const results: JobResult[] = [];
  await by.run([job], EMPTY, {
    onResult: (result) => void results.push(result),
    isStopped: () => false,
  });
  return results;
}

it('an error of a lab or of the simulator is no verdict on the submission', async () => {
  const results = await run({ ...IMPOSSIBLE, seeds: [1, 2] });
  expect(results.map(({ seed }) => seed)).toEqual([1, 2]);
  for (const { result } of results) {
    expect(result.verdict).toMatchObject({
      kind: 'harness-error',
      message: expect.stringContaining('whose lab or scenario does not exist'),
    });
  }
});

it('code that computes without end is ended within 2 s of its limit', async () => {
  const raft = await findLab('raft');
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-spins-'));
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), 'for (;;);\nexport default class {}');
  const submission = await compileSubmission(folder, raft);
  rmSync(folder, { recursive: true });
  const isolation = { ...APART, sandbox: sandboxHere() };
  const job = { lab: 'raft', scenario: 'initial-election', seeds: [1, 2, 3], isolation };
  const allowance = { leftMs: 2_000 };
  const results: JobResult[] = [];
  await pool.run([job], submission, {
    onResult: (result) => void results.push(result),
    isStopped: () => false,
    allowance,
  });
  expect(results).toEqual([]);
  expect(allowance.leftMs).toBeLessThanOrEqual(0);
  expect(allowance.leftMs).toBeGreaterThan(-2_000);
});

it('time in which this process was stopped is charged to no submission', async () => {
  const submission = await compileStyle(await findLab('raft'), 'reference');
  const allowance = { leftMs: 60_000 };
  const job = { ...IMPOSSIBLE, scenario: 'initial-election', seeds: [1, 2, 3] };
  const stoppedMs = 9_000;
  let isFirst = true;
  const tookMs: number[] = [];
  await pool.run([job], submission, {
    onResult: (_, took) => {
      tookMs.push(took);
      // Nothing else happens in it then, as between SIGSTOP and SIGCONT.
      if (isFirst) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, stoppedMs);
      isFirst = false;
    },
    isStopped: () => false,
    allowance,
  });
  expect(60_000 - allowance.leftMs).toBeLessThan(stoppedMs);
  expect(Math.max(...tookMs)).toBeLessThan(stoppedMs);
});

it('what others say on the channel to a worker is not heard', async () => {
  // So `node --watch` asks every process below it for the files that it loads.
  process.env['WATCH_REPORT_DEPENDENCIES'] = '1';
  const watched = new WorkerPool(1);
  try {
    const [{ result } = { result: null }] = await run({ ...IMPOSSIBLE, seeds: [1] }, watched);
    expect(result?.verdict).toMatchObject({ kind: 'harness-error' });
  } finally {
    delete process.env['WATCH_REPORT_DEPENDENCIES'];
    watched.close();
  }
});
