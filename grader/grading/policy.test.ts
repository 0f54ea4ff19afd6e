import { expect, test } from 'vitest';
import { latenessOf } from './lateness.ts';
import { judge, score, type Policy } from './policy.ts';

const verdicts = (passed: number, failed: number, broken = 0) => [
  ...Array.from({ length: passed }, () => 'passed' as const),
  ...Array.from({ length: failed }, () => 'violated' as const),
  ...Array.from({ length: broken }, () => 'harness-error' as const),
];

const FRACTION: Policy = { kind: 'fraction' };
const ALL: Policy = { kind: 'all-or-nothing' };
const EIGHT: Policy = { kind: 'pass-at', seeds: 8 };

test.each([
  ['every seed passes', verdicts(10, 0), [5, 5, 5]],
  ['one fails', verdicts(9, 1), [4.5, 0, 5]],
  ['three fail', verdicts(7, 3), [3.5, 0, 0]],
  ['half was not run', verdicts(5, 0), [2.5, 0, 0]],
  ['nothing was run', [], [0, 0, 0]],
])('%s: points for a fraction, all or nothing, 8 of 10', (_, given, points) => {
  const scores = [FRACTION, ALL, EIGHT].map((each) =>
    score({ points: 5, seeds: 10, verdicts: given }, each),
  );
  expect(scores).toEqual(points.map((each) => ({ points: each, maxPoints: 5 })));
});

test('a seed in which the harness failed counts neither way', () => {
  const tally = { points: 6, seeds: 10, verdicts: verdicts(8, 1, 1) };
  expect(score(tally, FRACTION)).toEqual({ points: 5.33, maxPoints: 6 });
  expect(score(tally, ALL)).toEqual({ points: 0, maxPoints: 6 });
  expect(score(tally, EIGHT)).toEqual({ points: 6, maxPoints: 6 });
});

test('where a failure of the harness would have decided, the scenario counts for nothing', () => {
  const nothing = { points: 0, maxPoints: 0 };
  expect(score({ points: 6, seeds: 10, verdicts: verdicts(9, 0, 1) }, ALL)).toEqual(nothing);
  expect(score({ points: 6, seeds: 10, verdicts: verdicts(7, 2, 1) }, EIGHT)).toEqual(nothing);
  expect(score({ points: 6, seeds: 3, verdicts: verdicts(0, 0, 3) }, FRACTION)).toEqual(nothing);
});

test('lateness costs a percentage for each day begun, after a grace', () => {
  const due = '2027-03-01T12:00:00-05:00';
  const policy = { due, graceMinutes: 15, percentPerDay: 20, daysMax: 3 };
  const factorAt = (time: string) => latenessOf(time, policy).factor;
  expect(factorAt('2027-03-01T17:00:00Z')).toBe(1);
  expect(factorAt('2027-03-01T17:15:00Z')).toBe(1);
  expect(latenessOf('2027-03-01T17:15:01Z', policy)).toEqual({ days: 1, factor: 0.8 });
  expect(factorAt('2027-03-02T17:00:01Z')).toBe(0.6);
  expect(factorAt('2027-03-05T17:00:00Z')).toBe(0);
  expect(latenessOf(null, policy).factor).toBe(1);
  expect(latenessOf('2030-01-01T00:00:00Z', null).factor).toBe(1);
});

test('a scenario that is worth nothing is passed or failed all the same', () => {
  const policy = { kind: 'all-or-nothing' } as const;
  expect(judge({ seeds: 2, verdicts: ['passed', 'passed'] }, policy)).toBe('full');
  expect(judge({ seeds: 2, verdicts: ['passed', 'violated'] }, policy)).toBe('less');
  expect(judge({ seeds: 1, verdicts: ['harness-error'] }, policy)).toBe('void');
});
