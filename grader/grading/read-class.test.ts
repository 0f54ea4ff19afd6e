import { expect, test } from 'vitest';
import { CLASS, CUT_OFF } from '../report/graded-class.fixture.ts';
import { gradesJson } from '../report/grades-json.ts';
import { misfits } from '../schemas/misfits.fixture.ts';
import type { GradedClass } from './graded-class.ts';
import { readClass } from './read-class.ts';

const WHOLE = { ...CLASS, submissions: [...CLASS.submissions, CUT_OFF] };

test('a class is read as it was written', () => {
  expect(readClass(JSON.stringify(WHOLE), 'class.json')).toEqual(WHOLE);
});

test('the published schemas say all that the files hold', () => {
  const hidden = { parts: ['3B'], until: 'hidden' } as const;
  const late = { due: '2027-03-01T23:59:00Z', graceMinutes: 0, percentPerDay: 10, daysMax: 3 };
  const full: GradedClass = { ...WHOLE, course: { ...WHOLE.course, hidden, late } };
  expect(misfits('class', full)).toEqual([]);
  expect(misfits('grades', gradesJson(full))).toEqual([]);
  expect(misfits('class', { ...full, more: 1 })).toEqual([
    'its top must NOT have additional properties',
  ]);
});

const [ann] = CLASS.submissions;

test.each([
  ['', 'a.json is no JSON: Unexpected end of JSON input'],
  ['[]', 'a.json is no graded class: it has no format. Give the class.json that'],
  [JSON.stringify(gradesJson(CLASS)), "it is the file of 'grade --out', which has too little"],
  ['{ "format": 7 }', 'a.json has format 7; this version reads format 2. Use the version'],
  [JSON.stringify({ ...CLASS, made: null }), 'a.json is damaged: /made must be object'],
  [
    JSON.stringify({ ...CLASS, submissions: [{ ...ann, points: '20' }] }),
    'a.json is damaged: /submissions/0/points must be number',
  ],
  [
    JSON.stringify({ ...CLASS, labs: undefined }),
    "a.json is damaged: its top must have required property 'labs'",
  ],
])('%.40s is refused', (text, words) => {
  expect(() => readClass(text, 'a.json')).toThrow(words);
});
