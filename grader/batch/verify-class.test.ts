import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Compiler } from '../compile/compiler.ts';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { NO_COURSE } from '../grading/course.ts';
import type { GradedClass } from '../grading/graded-class.ts';
import { HiddenSeeds } from '../grading/hidden-seeds.ts';
import { makePlan } from '../grading/plan.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { tellVerified } from '../report/tell-verified.ts';
import { findLabs } from '../labs/find-labs.ts';
import { SAMPLED } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { misfits } from '../schemas/misfits.fixture.ts';
import { gradeClass } from './grade-class.ts';
import { verifyClass, type Sample, type Verified } from './verify-class.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-verify-'));
const runner = new WorkerPool(1);
const labs = await findLabs();
const FAILS = `export default class Raft {
  constructor() { throw new Error('not today'); }
}`;
let journals = 0;

function handedIn(name: string, code?: string): HandedIn {
  const folder = join(scratch, name);
  if (code === undefined) writeWorkspace(folder, 'reference');
  else {
    mkdirSync(join(folder, 'src/raft'), { recursive: true });
    writeFileSync(join(folder, 'src/raft/raft.ts'), code);
  }
  return { name, from: name, submittedAt: null, content: { kind: 'folder', folder } };
}

/** What `work` makes of a journal of its own. */
async function withJournal<Result>(
  work: (recorded: RecordedRuns) => Promise<Result>,
): Promise<Result> {
  const recorded = new RecordedRuns(join(scratch, `journal-${journals++}`));
  try {
    return await work(recorded);
  } finally {
    recorded.close();
  }
}

const compiler = new Compiler();
const fixed = {
  labs,
  isolation: SAMPLED,
  limitMs: Infinity,
  audits: 0,
  compiler,
  runner,
  stop: { stopped: false },
};
const ann = handedIn('ann');
const bob = handedIn('bob', FAILS);
const carl = handedIn('carl', 'export default class {');
let graded: GradedClass;

beforeAll(async () => {
  const course = { ...NO_COURSE, parts: ['3A'], seeds: 3, points: { kind: 'fraction' } as const };
  const plan = makePlan(course, labs, new HiddenSeeds('ab'.repeat(32), 'lab3'));
  const few = plan.labs.map((lab) => ({ ...lab, scenarios: lab.scenarios.slice(0, 2) }));
  graded = await withJournal((recorded) =>
    gradeClass([ann, bob, carl], { ...fixed, plan: { ...plan, labs: few }, recorded, atOnce: 1 }),
  );
});
afterAll(() => {
  compiler.close();
  runner.close();
  rmSync(scratch, { recursive: true });
});

async function verify(
  of: GradedClass,
  found: readonly HandedIn[] = [ann, bob, carl],
  sample: Sample = null,
): Promise<Verified[]> {
  const all: Verified[] = [];
  const names = new Map(found.map((each) => [each.name, each]));
  await withJournal((recorded) =>
    verifyClass(of, names, { ...fixed, recorded }, sample, (each) => all.push(each)),
  );
  return all;
}

/** The class as a file has it in which somebody replaced a text. */
const forged = (from: string, to: string): GradedClass =>
  JSON.parse(JSON.stringify(graded).replace(from, to)) as GradedClass;

test('a graded class fits its published schema, which describes all of it', () => {
  expect(misfits('class', graded)).toEqual([]);
  expect(graded.submissions.map(({ points }) => points)).toEqual([2, 0, 0]);
});

test('the same files give the same verdicts and traces again', async () => {
  expect(await verify(graded)).toMatchObject([
    { name: 'ann', state: 'same', runs: 6, of: 6 },
    { name: 'bob', state: 'same', runs: 6, of: 6 },
    { name: 'carl', state: 'same', runs: 0, of: 0 },
  ]);
});

test('of a sample, only so many runs of each are made', async () => {
  const [one] = await verify(graded, [ann], 2);
  expect(one).toMatchObject({ state: 'same', runs: 2, of: 6 });
});

test('a trace, a verdict or points that somebody has changed are found out', async () => {
  const hash = graded.submissions[0]?.labs[0]?.scenarios[0]?.runs[1]?.traceHash ?? '';
  const [one] = await verify(forged(hash, 'f'.repeat(16)), [ann]);
  expect(one).toMatchObject({ state: 'differs', differences: [{ scenario: 'initial-election' }] });
  expect(one && tellVerified(one)[0]?.replaceAll(/seed \d+/g, 'seed #')).toContain(
    `1 of 6 runs differ. The first, initial-election with seed #: passed (trace ${'f'.repeat(16)}) ` +
      `is recorded, now it is passed (trace ${hash})`,
  );
  const submissions = graded.submissions.map((each) => ({ ...each, points: 2 }));
  const rich = await verify({ ...graded, submissions }, [bob]);
  expect(rich[1]).toMatchObject({
    state: 'differs',
    mistakes: ['points: 2 is recorded, and it should be 0'],
  });
});

test('a changed or missing submission is told, and not run', async () => {
  const other = { ...bob, ...handedIn('other', `${FAILS}\n// more`), name: 'bob' };
  const [, changed, missing] = await verify(graded, [ann, other], 1);
  expect(changed).toMatchObject({ state: 'changed', runs: 0 });
  expect(changed?.mistakes[0]).toMatch(/^raft: graded with digest [\da-f]{12}, and this is digest/);
  expect(missing).toMatchObject({ state: 'missing', runs: 0 });
});
