import { expect, test } from 'vitest';
import { compileSubmission, type CompiledSubmission } from '../realm/compile.ts';
import { findLabs } from '../run/find-labs.ts';
import { firstSeeds, select } from '../run/select.ts';
import { testSubmission, type TestReport } from '../run/test-submission.ts';
import { calibration } from './mutants/kvserver/calibration.ts';
import { compileStyle } from './run/workspace.ts';

const { lab, scenarios } = select(await findLabs(), 'kvserver', undefined);
const { styles, mutants } = calibration;

function run(
  submission: CompiledSubmission,
  wanted: (id: string) => boolean,
  seeds: number,
): Promise<TestReport> {
  const selection = { lab, scenarios: scenarios.filter(({ id }) => wanted(id)) };
  const seedsOf = (): number[] => firstSeeds(seeds);
  return testSubmission(selection, submission, { seedsOf, jobs: 2, stop: { stopped: false } });
}

/** A hundred thousand clients take seconds: `splitbrain calibrate kvserver` has them for every style. */
const isQuick = (id: string): boolean => !id.startsWith('memory-');

test.each(styles)('the correct solution of style %s passes every quick scenario', async (style) => {
  const report = await run(await compileStyle(lab, style), isQuick, 1);
  expect(
    report.scenarios
      .filter(({ verdict }) => verdict !== 'passed')
      .map(({ scenario }) => scenario.id),
  ).toEqual([]);
});

test('the empty template scores nothing', async () => {
  const template = new URL('../../solutions-template', import.meta.url).pathname;
  const report = await run(await compileSubmission(template, lab), () => true, 1);
  expect(report.points).toBe(0);
});

/** One mutant for each adversary; `splitbrain calibrate kvserver` tries all of them in every style. */
test.each([
  ['takes-maybe-for-ok', 'impatient', 'lost-messages'],
  ['gives-up-after-ten-sends', 'read-back', 'cut-off'],
  ['maybe-is-not-mine', 'reference', 'lock-in-doubt'],
  ['maybe-is-a-hold', 'reference', 'lease-in-doubt'],
  ['fences-by-the-clock', 'reference', 'late-write'],
  ['late-release-frees-anothers', 'impatient', 'paused-holder'],
  ['remembers-every-client', 'reference', 'memory-put-many-clients'],
] as const)('%s in style %s is killed by %s', async (name, style, scenario) => {
  const edits = mutants.find((each) => each.name === name)?.edits[style] ?? [];
  expect(edits).not.toEqual([]);
  const submission = await compileStyle(lab, style, edits);
  const seeds = scenarios.find(({ id }) => id === scenario)?.seeds ?? 1;
  const report = await run(submission, (id) => id === scenario, seeds);
  expect(report.scenarios.map(({ verdict }) => verdict)).not.toContain('passed');
});

test('every mutant names scenarios that exist, and every edit fits', async () => {
  for (const { killedBy, edits } of mutants) {
    for (const id of killedBy) expect(scenarios.map((each) => each.id)).toContain(id);
    for (const style of styles) {
      const fitting = edits[style];
      if (fitting !== undefined) await compileStyle(lab, style, fitting);
    }
  }
});
