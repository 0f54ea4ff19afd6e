import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { REFERENCE } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../compile/compile.ts';
import { gradeRuns } from '../grading/grade-lab.ts';
import type { AuditedRun, LabPlan } from '../grading/graded-class.ts';
import { sandboxHere, type Sandbox } from '../realm/child/sandbox.ts';
import { findLab } from '../labs/find-labs.ts';
import { FAST } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import { testSubmission } from '../run/test-submission.ts';
import { audit } from './audit.ts';

const scratch = mkdtempSync(join(tmpdir(), 'splitbrain-audit-'));
const runner = new WorkerPool(1);
afterAll(() => {
  runner.close();
  rmSync(scratch, { recursive: true });
});

const lab = await findLab('raft');
const SEEDS = [1, 2, 3];

/**
 * Where the stack ends, Node throws an error of its own at code that asks for a stack. What it leads to is the same
 * for all servers of a process.
 */
const ESCAPES = `
function shared(): any {
  const errors = Array.from({ length: 200 }, () => new Error('x'));
  let found: any = null;
  const dig = (): void => {
    try {
      dig();
    } catch {}
    if (found !== null || errors.length === 0) return;
    try {
      void errors.pop()?.stack;
    } catch (error: any) {
      if (!(error instanceof Error)) found = error.constructor;
    }
  };
  try {
    dig();
  } catch {}
  return found;
}
export default class Raft {
  constructor(node: any) {
    const common = shared();
    if (common === null) return;
    common.count = (common.count ?? 0) + 1;
    node.persister.save(common.count);
  }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`;

/** Grades the first scenario of a submission, and audits so many runs of it. */
async function audited(
  folder: string,
  count: number,
  sandbox: Sandbox | null = sandboxHere(),
): Promise<AuditedRun[]> {
  const submission = await compileSubmission(folder, lab);
  const scenarios = lab.scenarios.slice(0, 1);
  const report = await testSubmission({ lab, scenarios }, submission, {
    seedsOf: () => SEEDS,
    jobs: runner,
    stop: { stopped: false },
    isolation: { ...FAST, sandbox },
  });
  const runs = report.scenarios.map((each) => ({ id: each.scenario.id, runs: each.runs }));
  const plan: LabPlan = {
    ...lab,
    parts: [],
    scenarios: scenarios.map((each) => ({ ...each, seeds: SEEDS })),
  };
  const graded = gradeRuns(
    plan,
    { points: { kind: 'fraction' }, unsafeShare: 1 },
    { digest: submission.sourceDigest, files: [], outcome: { kind: 'run' }, scenarios: runs },
  );
  return audit([{ lab, submission, graded, runner }], count, sandbox, { stopped: false });
}

test('servers that share nothing but the network leave the same traces in processes of their own', async () => {
  const runs = await audited(REFERENCE, 2);
  expect(runs.map(({ outcome }) => outcome)).toEqual(['same', 'same']);
  // Which runs are made again follows from the code alone.
  expect(await audited(REFERENCE, 1)).toEqual(runs.slice(0, 1));
});

test('code that gets out of its realm, and shares memory with other servers, is found out', async () => {
  const folder = join(scratch, 'escapes');
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), ESCAPES);
  // A child has frozen what this hole leads to; a worker that runs servers itself has not.
  expect(await audited(folder, 1, null)).toMatchObject([{ outcome: 'different' }]);
});
