import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Compiler } from '../compile/compiler.ts';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { NO_COURSE } from '../grading/course.ts';
import type { GradedClass, GradedRun } from '../grading/graded-class.ts';
import { makePlan, type Plan } from '../grading/plan.ts';
import { wayToFail } from '../grading/way-to-fail.ts';
import { findLabs } from '../labs/find-labs.ts';
import { SAMPLED } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import type { Runner } from '../run/runner.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { gradeClass } from './grade-class.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-explain-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const labs = await findLabs();

/** Votes for everybody who asks in its term. */
const folder = join(scratch, 'votes-twice');
writeWorkspace(folder, 'reference', [
  {
    file: 'raft/raft.ts',
    find: '(this.votedFor === null || this.votedFor === args.candidateId)',
    replace: 'this.votedFor !== this.node.me',
  },
]);

function planOf(): Plan {
  const whole = makePlan({ ...NO_COURSE, parts: ['3A'], seeds: 2 }, labs, null);
  const ids = new Set(['one-vote', 'many-elections']);
  const fewer = whole.labs.map((lab) => ({
    ...lab,
    scenarios: lab.scenarios.filter(({ id }) => ids.has(id)),
  }));
  return { ...whole, labs: fewer };
}

async function grade(journal: string, runner: Runner, isExplained = true): Promise<GradedClass> {
  const folderOf = join(scratch, journal);
  rmSync(join(folderOf, 'lock.1'), { force: true });
  const recorded = new RecordedRuns(folderOf);
  const content = { kind: 'folder', folder } as const;
  const handedIn = [{ name: 'ann', from: 'ann', submittedAt: null, content }];
  const given = { plan: planOf(), labs, isolation: SAMPLED, limitMs: 60_000, atOnce: 1, audits: 0 };
  const stop = { stopped: false };
  const compiler = new Compiler();
  try {
    return await gradeClass(handedIn, { ...given, compiler, runner, recorded, stop, isExplained });
  } finally {
    compiler.close();
    runner.close();
    recorded.close();
  }
}

function failuresOf({ submissions }: GradedClass): GradedRun[] {
  const scenarios = submissions.flatMap((each) => each.labs.flatMap((lab) => lab.scenarios));
  return scenarios.flatMap(({ runs }) => runs.filter(({ verdict }) => wayToFail(verdict) !== null));
}

/** Of a machine on which nothing can be run. */
const noRunner: Runner = {
  run: (jobs) =>
    jobs.length === 0 ? Promise.resolve() : Promise.reject(new Error('nothing can be run')),
  close() {},
};

test('the first failure of each kind has its smallest schedule, the same with any number of processes', async () => {
  const one = await grade('one', new WorkerPool(1));
  const failures = failuresOf(one);
  const explained = failures.filter(({ smallest }) => smallest !== undefined);
  expect(failures.length).toBeGreaterThan(explained.length);
  expect(explained).toHaveLength(1);
  expect(explained[0]?.verdict).toMatchObject({ promise: 'one-leader-per-term' });
  const { smallest } = explained[0] as GradedRun;
  expect(smallest?.inputs).toBeLessThan(smallest?.of ?? 0);
  expect(smallest?.steps.length).toBeGreaterThan(0);
  const three = await grade('three', new WorkerPool(3));
  expect(JSON.stringify(three)).toBe(JSON.stringify(one));

  const again = await grade('one', noRunner);
  expect(again).toEqual(one);
}, 120_000);

test('a search that cannot be made costs no grade', async () => {
  const plain = await grade('plain', new WorkerPool(1), false);
  const pool = new WorkerPool(1);
  const runner: Runner = {
    run: (jobs, ...rest) =>
      jobs.some(({ shrinks }) => shrinks === true)
        ? noRunner.run(jobs, ...rest)
        : pool.run(jobs, ...rest),
    close: () => pool.close(),
  };
  expect(await grade('broken', runner)).toEqual(plain);
}, 120_000);
