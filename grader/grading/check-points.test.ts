import { expect, test } from 'vitest';
import { CLASS, CUT_OFF } from '../report/graded-class.fixture.ts';
import { pointMistakes } from './check-points.ts';
import type { GradedLab, GradedSubmission } from './graded-class.ts';

const [, bob] = CLASS.submissions;
const [lab] = bob?.labs ?? [];
if (bob === undefined || lab === undefined) throw new Error('the class is empty');

const withLab = (more: Partial<GradedLab>): GradedSubmission => ({
  ...bob,
  labs: [{ ...lab, ...more }],
});

const LATE = { due: '2027-03-01T23:59:00Z', graceMinutes: 0, percentPerDay: 10, daysMax: null };

test('points that were graded follow from their runs', () => {
  const graded = { ...CLASS, course: { ...CLASS.course, late: LATE } };
  for (const each of [...CLASS.submissions, CUT_OFF]) {
    expect([each.name, ...pointMistakes(graded, each)]).toEqual([each.name]);
  }
});

test('points that somebody has changed do not', () => {
  expect(pointMistakes(CLASS, { ...bob, points: 20 })).toEqual([
    'points: 20 is recorded, and it should be 4',
  ]);
  const scenarios = lab.scenarios.map((each) => ({ ...each, points: each.maxPoints }));
  expect(pointMistakes(CLASS, withLab({ scenarios }))).toEqual([
    'points of initial-election: 4 is recorded, and it should be 2',
    'points of old-votes: 6 is recorded, and it should be 2',
    'points of figure-8: 10 is recorded, and it should be 0',
  ]);
  const [first] = lab.scenarios;
  const twice = { ...first, runs: first?.runs.map((run) => ({ ...run, seed: 101 })) ?? [] };
  expect(
    pointMistakes(CLASS, withLab({ scenarios: [twice as never, ...lab.scenarios.slice(1)] })),
  ).toEqual(['initial-election has a run of seed 101 out of its order']);
});
