import { afterAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { findLabs } from '../labs/find-labs.ts';
import { WorkerPool } from '../run/pool.ts';
import { firstSeeds } from '../run/select.ts';
import { testSubmission, type TestReport } from '../run/test-submission.ts';
import { findCalibration } from './run/find-calibration.ts';
import { MUTANTS_MIN, type Mutant } from './run/mutant.ts';
import { compileStyle, TEMPLATE } from './run/workspace.ts';

/*
 * The small form of `splitbrain calibrate`, which every change must pass: each correct solution with one
 * seed of each scenario, and one mutant for each scenario of our own.
 */

const pool = new WorkerPool(2);
afterAll(() => pool.close());

const all = await Promise.all(
  (await findLabs()).map(async (lab) => ({ lab, calibration: await findCalibration(lab.id) })),
);

function run(
  lab: Lab,
  submission: CompiledSubmission,
  { ids, seeds }: { ids?: readonly string[]; seeds?: number },
): Promise<TestReport> {
  const scenarios = lab.scenarios.filter(({ id }) => ids?.includes(id) ?? true);
  return testSubmission({ lab, scenarios }, submission, {
    seedsOf: (scenario) => firstSeeds(seeds ?? scenario.seeds),
    jobs: pool,
    stop: { stopped: false },
    untilFailure: true,
  });
}

function failures({ scenarios }: TestReport): string[] {
  return scenarios.flatMap(({ scenario, runs }) =>
    runs
      .filter(({ result }) => result.verdict.kind !== 'passed')
      .map(({ seed, result }) => `${scenario.id} ${seed}: ${JSON.stringify(result.verdict)}`),
  );
}

/** For each scenario of our own, the first wrong mutant that names it first, in its first style. */
function trials({ scenarios }: Lab, mutants: readonly Mutant[]): [string, string, string][] {
  return scenarios
    .filter(({ kind }) => kind === 'exploration')
    .flatMap(({ id }) => {
      const mutant = mutants.find(({ wrong, killedBy }) => wrong && killedBy[0] === id);
      const [style] = Object.keys(mutant?.edits ?? {});
      return mutant === undefined || style === undefined ? [] : [[mutant.name, style, id]];
    });
}

describe.each(all)('Lab $lab.number', ({ lab, calibration }) => {
  test('has correct solutions and mutants', () => {
    expect(calibration?.styles).toContain('reference');
    expect(calibration?.mutants.length).toBeGreaterThanOrEqual(MUTANTS_MIN);
  });
  if (calibration === null) return;
  const { styles, mutants } = calibration;

  test.each(styles)('the correct solution of style %s passes every scenario', async (style) => {
    const report = await run(lab, await compileStyle(lab, style), { seeds: 1 });
    expect(failures(report)).toEqual([]);
    expect(report.points).toBe(report.maxPoints);
  });

  test('the empty template scores nothing', async () => {
    const report = await run(lab, await compileSubmission(TEMPLATE, lab), { seeds: 1 });
    expect(report.points).toBe(0);
  });

  test.each(trials(lab, mutants))('%s in style %s is killed by %s', async (name, style, id) => {
    const edits = mutants.find((each) => each.name === name)?.edits[style] ?? [];
    const report = await run(lab, await compileStyle(lab, style, edits), { ids: [id] });
    expect(report.scenarios.map(({ verdict }) => verdict)).not.toContain('passed');
  });

  test('every mutant names scenarios that exist, and every edit fits', async () => {
    const ids = lab.scenarios.map(({ id }) => id);
    for (const { killedBy, edits } of mutants) {
      expect(ids).toEqual(expect.arrayContaining([...killedBy]));
      for (const [style, fitting] of Object.entries(edits)) {
        expect(styles).toContain(style);
        await compileStyle(lab, style, fitting);
      }
    }
  });
});
