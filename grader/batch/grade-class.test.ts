import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { writeWorkspace } from '../calibration/run/workspace.ts';
import { Compiler } from '../compile/compiler.ts';
import { compareClasses } from '../grading/compare-classes.ts';
import { NO_COURSE } from '../grading/course.ts';
import type { GradedClass } from '../grading/graded-class.ts';
import { HiddenSeeds } from '../grading/hidden-seeds.ts';
import { makePlan, type Plan } from '../grading/plan.ts';
import { sandboxHere, type Sandbox } from '../realm/child/sandbox.ts';
import { findLabs } from '../labs/find-labs.ts';
import { SAMPLED } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { gradeClass } from './grade-class.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-class-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const labs = await findLabs();
/** For compiling and for starting workers, on a busy machine. */
const PATIENCE_MS = 15_000;
/** Scenarios that are run: enough for several to wait while others run. */
const SCENARIOS = 3;
function planOf(seeds: number, scenarios: number): Plan {
  const points = { kind: 'fraction' } as const;
  // Their order is not that of their size.
  const hidden = new HiddenSeeds('ab'.repeat(32), 'lab3');
  const plan = makePlan({ ...NO_COURSE, parts: ['3A'], seeds, points }, labs, hidden);
  const few = plan.labs.map((lab) => ({ ...lab, scenarios: lab.scenarios.slice(0, scenarios) }));
  return { ...plan, labs: few };
}

/** A Raft that elects nobody, whose constructor does this first. */
const raftThat = (does: string): string => `export default class Raft {
  constructor() { ${does} }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}`;

const CODE = {
  // Looking through an array with 2^32 holes takes the engine minutes, which nothing inside of it ends.
  hangs: raftThat('const a = []; a.length = 2 ** 32 - 1; a.indexOf(1);'),
  // Slow, but never so long that its realm would end it.
  dawdles: raftThat('for (let i = 0, x = 0; i < 2e7; i++) x = (x * 31 + i) | 0;'),
  floods: raftThat("for (let i = 0; i < 1e5; i++) console.log('x'.repeat(1e4));"),
  eats: raftThat('const all = []; for (;;) all.push(new Array(1e6).fill(1));'),
  crashes: raftThat("throw new Error('x'.repeat(1e7));"),
  spins: raftThat('for (;;);'),
};

function handedIn(name: string): string {
  const folder = join(scratch, name);
  rmSync(folder, { recursive: true, force: true });
  if (name === 'reference') writeWorkspace(folder, name);
  else {
    mkdirSync(join(folder, 'src/raft'), { recursive: true });
    writeFileSync(join(folder, 'src/raft/raft.ts'), CODE[name as keyof typeof CODE]);
  }
  return folder;
}

interface Graded {
  readonly graded: GradedClass;
  readonly tookMs: number;
  /** Entries that the journal got. */
  readonly entries: number;
}

interface How {
  readonly limitMs: number;
  readonly jobs?: number;
  readonly seeds?: number;
  readonly scenarios?: number;
  readonly sandbox?: Sandbox | null;
  readonly audits?: number;
}

/** Grades as a process of its own would, after others at the same journal. */
async function grade(
  names: readonly string[],
  journal: string,
  { limitMs, jobs = 2, seeds = 3, scenarios = SCENARIOS, sandbox = sandboxHere(), audits = 0 }: How,
): Promise<Graded> {
  const folder = join(scratch, journal);
  for (let i = 1; i < 9; i++) rmSync(join(folder, `lock.${i}`), { force: true });
  const recorded = new RecordedRuns(folder);
  const before = recorded.size;
  const runner = new WorkerPool(jobs);
  const compiler = new Compiler();
  const submissions = names.map((name) => ({
    name,
    from: name,
    submittedAt: null,
    content: { kind: 'folder', folder: handedIn(name) } as const,
  }));
  const startedMs = performance.now();
  const stop = { stopped: false };
  const graded = await gradeClass(submissions, {
    plan: planOf(seeds, scenarios),
    labs,
    isolation: { ...SAMPLED, sandbox },
    audits,
    limitMs,
    compiler,
    runner,
    recorded,
    stop,
    atOnce: jobs,
  });
  runner.close();
  compiler.close();
  recorded.close();
  return { graded, tookMs: performance.now() - startedMs, entries: recorded.size - before };
}

const outcomeOf = ({ graded }: Graded, name: string): string | undefined =>
  graded.submissions.find((each) => each.name === name)?.labs[0]?.outcome.kind;

test('one that hangs, floods, eats memory or crashes costs its limit and no neighbour', async () => {
  // What has no end is found out after 5 s of processor time, or cut off.
  const limitMs = 20_000;
  const names = ['hangs', 'reference', 'floods', 'eats', 'crashes', 'spins'];
  const { graded, tookMs } = await grade(names, 'bad', { limitMs, scenarios: 1 });
  for (const { name, points, maxPoints, passed } of graded.submissions) {
    expect({ name, passed, isFull: points === maxPoints }).toEqual({
      name,
      passed: name === 'reference',
      isFull: name === 'reference',
    });
  }
  // Two at once; starting a worker that was killed takes its time, too.
  expect(tookMs).toBeLessThan((names.length * (limitMs + PATIENCE_MS)) / 2);
}, 240_000);

test('what is finished by the limit counts; the same command runs nothing more', async () => {
  const limitMs = 3_000;
  const seeds = 40;
  const how = { limitMs, seeds, sandbox: null };
  const once = await grade(['dawdles', 'hangs'], 'limited', how);
  expect(outcomeOf(once, 'dawdles')).toBe('cut-off');
  expect(outcomeOf(once, 'hangs')).toBe('cut-off');
  // The limit is of processor time, which a busy machine gives more slowly.
  expect(once.tookMs).toBeLessThan(3 * limitMs + PATIENCE_MS);
  expect(once.entries).toBeGreaterThan(0);
  expect(once.entries).toBeLessThan(SCENARIOS * seeds);
  const again = await grade(['dawdles', 'hangs'], 'limited', how);
  expect(again.entries).toBe(0);
  expect(again.graded).toEqual(once.graded);
}, 120_000);

test('the same inputs give the same class, whatever the number of processes', async () => {
  const names = ['reference', 'crashes'];
  const one = await grade(names, 'one', { limitMs: 60_000, jobs: 1 });
  const three = await grade(names, 'three', { limitMs: 60_000, jobs: 3 });
  expect(JSON.stringify(three.graded)).toBe(JSON.stringify(one.graded));
  expect(compareClasses(one.graded, three.graded).isUnmoved).toBe(true);
}, 120_000);
