import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lab } from '../../labs/raft/lab.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import type { Runner } from './runner.ts';
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

test('where safety is broken, each scenario of the part that passed counts half, and they add up', async () => {
  const [broken, ...others] = lab.scenarios.filter(({ part }) => part === '3A');
  const elsewhere = lab.scenarios.filter(({ part }) => part === '3B').slice(0, 2);
  const scenarios = [broken, ...others, ...elsewhere].filter((each) => each !== undefined);
  const violated = {
    kind: 'violated',
    promise: 'p',
    sentence: 's',
    evidence: [],
    atUs: 0,
  } as const;
  const jobs: Runner = {
    async run(all, _submission, follower) {
      for (const { scenario, seeds } of all) {
        const verdict = scenario === broken?.id ? violated : ({ kind: 'passed' } as const);
        const result = { verdict, traceHash: '', events: 0, virtualUs: 0, reached: {} };
        for (const seed of seeds) follower.onResult({ scenario, seed, result }, 0);
      }
    },
    close: () => undefined,
  };
  const options = { seedsOf: () => [1], jobs, stop: { stopped: false } };
  const report = await testSubmission({ lab, scenarios }, submission, options);
  expect([...report.unsafe]).toEqual(['3A']);
  const worth = scenarios.map((each) => {
    if (each === broken) return 0;
    return each.part === '3A' ? each.points / 2 : each.points;
  });
  expect(report.scenarios.map(({ points }) => points)).toEqual(worth);
  expect(report.points).toBe(worth.reduce((sum, points) => sum + points, 0));
});
