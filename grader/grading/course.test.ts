import { expect, test } from 'vitest';
import { findLabs } from '../labs/find-labs.ts';
import { labsOf, readCourse } from './course.ts';

const labs = await findLabs();
const read = (text: string): unknown => readCourse(text, 'course.yaml', labs);

test('a course may be YAML with comments, or JSON', () => {
  const yaml = `
    # The deadline is on a Monday.
    name: Distributed Systems
    assignment: lab3
    parts: [3A, 3B]
    points: { passAt: 18 }
    unsafeShare: 0.25
    seeds: 20
    limitSeconds: 600
    sandbox: [bubblewrap, limits]
    late: { due: 2027-03-01T23:59:00-05:00, percentPerDay: 10, graceMinutes: 15 }
    hidden: { parts: [3B], until: after_due_date }
  `;
  const course = {
    name: 'Distributed Systems',
    assignment: 'lab3',
    parts: ['3A', '3B'],
    withReference: [],
    points: { kind: 'pass-at', seeds: 18 },
    unsafeShare: 0.25,
    seeds: 20,
    limitSeconds: 600,
    sandbox: ['bubblewrap', 'limits'],
    late: { due: '2027-03-01T23:59:00-05:00', percentPerDay: 10, graceMinutes: 15, daysMax: null },
    showSeeds: false,
    hidden: { parts: ['3B'], until: 'after_due_date' },
  };
  expect(read(yaml)).toEqual(course);
  const json = { ...course, points: { passAt: 18 }, limitSeconds: 600, withReference: undefined };
  const late = { ...course.late, daysMax: undefined };
  expect(read(`\uFEFF${JSON.stringify({ ...json, late }, null, 2)}`)).toEqual(course);
});

test.each([
  ['assignment: a\nseedz: 3', 'seedz is unknown; did you mean seeds?'],
  [
    'assignment: a\nlate: { due: 2027-03-01T23:59:00Z, percentPerDay: 1, grace: 3 }',
    'late.grace is unknown; did you mean graceMinutes?',
  ],
  ['assignment: a\nxyz: 3', 'xyz is unknown; there are name, assignment, parts'],
  ['name: x', 'assignment is missing'],
  ['assignment: a\nparts: [3E]', 'parts must be 1A, 1B'],
  ['assignment: a\nparts: [3E]', 'it is "3E"'],
  ['assignment: a\nhidden: { until: hidden }', 'hidden.parts is missing'],
  ['assignment: a\npoints: fractions', 'it is "fractions". Did you mean fraction?'],
  ['assignment: a\npoints: { passAt: 18 }', 'points: passAt k needs seeds: N'],
  ['assignment: a\nseeds: 5\npoints: { passAt: 18 }', 'points: passAt 18 is more than the 5 seeds'],
  ['assignment: a\nsandbox: [docker]', 'sandbox must be permission, limits, bubblewrap, user'],
  ['assignment: a\nseeds: 0', 'seeds must be a whole number from 1 to 10000; it is 0'],
  [
    'assignment: a\nlate: { due: 2027-03-01, percentPerDay: 5 }',
    'late.due must be a time with its offset',
  ],
  ['assignment: a\nseeds: 1\nseeds: 2', 'is no YAML or JSON: Map keys must be unique at line 3'],
  ['', 'the file is empty; it needs `assignment: NAME` at least'],
  ['assignment: a\npoints: some', 'fraction or all-or-nothing or { passAt: n }'],
  ['- a', 'the file must have keys and values; it is ["a"]'],
])('%j is refused', (text, words) => {
  expect(() => read(text)).toThrow(words);
});

test('all mistakes are told at once', () => {
  expect(() => read('seeds: x\nsed: 3')).toThrow(
    /seeds must be[^]*assignment is missing|assignment is missing[^]*seeds must be/,
  );
});

test('only the parts that count keep their scenarios', () => {
  const course = readCourse('assignment: a\nparts: [3B, 4A]', 'course.yaml', labs);
  const counted = labsOf(course, labs);
  expect(counted.flatMap(({ parts }) => parts.map(({ id }) => id))).toEqual(['3B', '4A']);
  expect(new Set(counted.flatMap(({ scenarios }) => scenarios.map(({ part }) => part)))).toEqual(
    new Set(['3B', '4A']),
  );
});
