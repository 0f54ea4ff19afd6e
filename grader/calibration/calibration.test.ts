import { expect, test } from 'vitest';
import { findLabs } from '../run/find-labs.ts';
import { select } from '../run/select.ts';
import { testSubmission } from '../run/test-submission.ts';
import { compileSubmission } from '../realm/compile.ts';
import { calibration } from './mutants/raft/calibration.ts';
import { compileStyle } from './run/workspace.ts';

const { lab, scenarios } = select(await findLabs(), 'raft', undefined);
const { styles, mutants } = calibration;
const run = (
  submission: Awaited<ReturnType<typeof compileSubmission>>,
  ids: readonly string[],
  seeds: number,
) =>
  testSubmission(
    { lab, scenarios: scenarios.filter(({ id }) => ids.length === 0 || ids.includes(id)) },
    submission,
    {
      seedsOf: () => Array.from({ length: seeds }, (_, i) => i + 1),
      jobs: 2,
      stop: { stopped: false },
    },
  );

test.each(styles)('the correct Raft of style %s passes every scenario', async (style) => {
  const report = await run(await compileStyle(lab, style), [], 2);
  expect(
    report.scenarios
      .filter(({ verdict }) => verdict !== 'passed')
      .map(({ scenario }) => scenario.id),
  ).toEqual([]);
  expect(report.points).toBe(report.maxPoints);
});

test('the empty template scores nothing', async () => {
  const template = new URL('../../solutions-template', import.meta.url).pathname;
  const report = await run(await compileSubmission(template, lab), [], 1);
  expect(report.points).toBe(0);
});

/** One mutant for each adversary; `splitbrain calibrate raft` tries all of them in every style. */
test.each([
  ['candidate-gives-up', 'reference', 'split-vote'],
  ['votes-twice', 'core', 'one-vote'],
  ['counts-old-votes', 'prevote', 'old-votes'],
  ['poll-outlives-term', 'heartbeat-only', 'old-votes'],
  ['restriction-by-length', 'ticker', 'long-logs'],
  ['always-truncates', 'heartbeat-only', 'late-append'],
  ['match-from-next-index', 'heartbeat-only', 'late-acks'],
  ['commits-to-own-end-in-batches', 'pipelined', 'leftovers'],
  ['ignores-higher-term-in-replies', 'reference', 'deaf-follower'],
  ['figure-8', 'reference', 'figure-8-aimed'],
  ['figure-8-own-entry', 'core', 'figure-8-aimed'],
  ['acts-on-old-replies', 'ticker', 'old-replies'],
  ['vote-not-saved', 'reference', 'two-candidates'],
  ['leader-does-not-save', 'reference', 'thin-quorum'],
  ['backs-up-one-by-one', 'ticker', 'long-way-back'],
  ['snapshot-drops-suffix', 'reference', 'snapshot-suffix'],
  ['accepts-stale-snapshot', 'ticker', 'late-snapshot'],
  ['last-term-forgotten-after-snapshot', 'prevote', 'snapshot-only'],
  ['snapshot-overtakes-entries', 'reference', 'pile-up'],
] as const)('%s in style %s is killed by %s', async (name, style, scenario) => {
  const edits = mutants.find((each) => each.name === name)?.edits[style] ?? [];
  expect(edits).not.toEqual([]);
  const submission = await compileStyle(lab, style, edits);
  const report = await run(submission, [scenario], 6);
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
