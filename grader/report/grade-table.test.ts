import { expect, test } from 'vitest';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { findLabs } from '../run/find-labs.ts';
import { gradeOf, isGraded, labGradeOfNothing, labGradeUnknown, type LabGrade } from './grade.ts';
import { gradesCsv, tableRow } from './grade-table.ts';

const [one, two] = (await findLabs()) as [Lab, Lab];
const whole = [one, two];

function pointsOf({ parts }: Lab): number {
  return parts.reduce((sum, { points }) => sum + points, 0);
}

function full(lab: Lab): LabGrade {
  const parts = Object.fromEntries(lab.parts.map(({ id, points }) => [id, points]));
  const all = pointsOf(lab);
  const earned = { points: all, maxPoints: all, passed: true, note: '', traceHash: 'abc' };
  return { lab: lab.id, parts, ...earned };
}

test('a submission that cannot be run has none of the points', () => {
  const grade = gradeOf('ann', [full(one), labGradeOfNothing(two, 'server.ts does not compile')]);

  expect(isGraded(grade)).toBe(true);
  expect(tableRow(grade, whole)).toContain(`0/${pointsOf(two)}`);
  expect(grade.maxPoints).toBe(pointsOf(one) + pointsOf(two));
});

test('where the grader failed there is no grade, and no points are lost', () => {
  const grade = gradeOf('ann', [full(one), labGradeUnknown(two, 'no worker could start')]);

  expect(isGraded(grade)).toBe(false);
  expect(grade).toMatchObject({ passed: false, points: pointsOf(one), maxPoints: pointsOf(one) });
  expect(tableRow(grade, whole)).toMatch(/^ann +\d+\/\d+ +- +\d+\/\d+ +kvserver: no grade/);
  const [head = '', row = ''] = gradesCsv([grade], whole).split('\r\n');
  const at = head.split(',').indexOf(two.parts[0]?.id ?? '');
  expect(row.split(',')[at]).toBe('');
});
