import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from '../../labs/raft/lab.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { firstSeeds } from './select.ts';
import { testSubmission, type TestReport } from './test-submission.ts';

const folder = mkdtempSync(join(tmpdir(), 'splitbrain-test-'));
/** 1 to 40 in an order of their own, as hidden seeds are. */
const SEEDS = firstSeeds(40).map((seed) => (seed * 17) % 41);
let submission: CompiledSubmission;

/** A Raft that elects nobody; now and then a server lets no time pass. */
const SOMETIMES_SPINS = `
export default class Raft {
  constructor() { if (Math.random() < 0.1) this.spin(); }
  spin() { setTimeout(() => this.spin(), 0); }
  getState() { return { term: 0, isLeader: false }; }
  start() { return { isLeader: false }; }
  snapshot() {}
}
`;

beforeAll(async () => {
  mkdirSync(join(folder, 'src/raft'), { recursive: true });
  writeFileSync(join(folder, 'src/raft/raft.ts'), SOMETIMES_SPINS);
  submission = await compileSubmission(folder, lab);
});
afterAll(() => rmSync(folder, { recursive: true }));

function runAll(jobs: number): Promise<TestReport> {
  const scenarios = lab.scenarios.slice(0, 3);
  const stop = { stopped: false };
  return testSubmission({ lab, scenarios }, submission, { seedsOf: () => SEEDS, jobs, stop });
}

test('a scenario ends with its first seed that overruns, whatever the number of processes', async () => {
  const one = await runAll(1);
  for (const { runs } of one.scenarios) {
    const kinds = runs.map(({ result }) => result.verdict.kind);
    expect(kinds.indexOf('overrun')).toBe(kinds.length - 1);
    expect(runs.map(({ seed }) => seed)).toEqual(SEEDS.slice(0, kinds.length));
  }
  expect(one.scenarios.some(({ runs }) => runs.length > 1)).toBe(true);
  expect(await runAll(3)).toEqual(one);
});
