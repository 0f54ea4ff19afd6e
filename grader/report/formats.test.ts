import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { gradeRuns } from '../grading/grade-lab.ts';
import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { autolabLines } from './autolab.ts';
import { check50Report } from './check50.ts';
import { FORMATS, type Format } from './formats.ts';
import { classroomOutput, classroomResult } from './github-classroom.ts';
import { gradescopeResults } from './gradescope.ts';
import { CLASS, CUT_OFF } from './graded-class.fixture.ts';
import { sarifLog } from './sarif.ts';

const SEEDS = CLASS.labs.flatMap(({ scenarios }) => scenarios.flatMap(({ seeds }) => seeds));

/** Every format of a class that has this one submission. */
function allOf(submission: GradedSubmission, of: GradedClass = CLASS): [string, string][] {
  const alone = { ...of, submissions: [submission] };
  return Object.entries(FORMATS).map(([name, format]: [string, Format]) => [
    name,
    name === 'github-classroom'
      ? JSON.stringify(classroomResult(alone, submission))
      : format.of === 'class'
        ? format.text(alone, {})
        : format.text(alone, submission),
  ]);
}

function called(name: string): GradedSubmission {
  const found = CLASS.submissions.find((each) => each.name === name);
  if (found === undefined) throw new Error(`the class has no ${name}`);
  return found;
}

/** What each format says of each test: whether it looks like a pass. */
function looksPassed(
  submission: GradedSubmission,
  graded: GradedClass = CLASS,
): Record<string, boolean[]> {
  const alone = { ...graded, submissions: [submission] };
  const gradescope = gradescopeResults(graded, submission) as { tests: { status: string }[] };
  const check50 = check50Report(graded, submission) as { results: { passed: boolean | null }[] };
  const [run] = (sarifLog(alone) as { runs: { results: { ruleIndex: number }[] }[] }).runs;
  const broken = new Set(run?.results.map(({ ruleIndex }) => ruleIndex));
  const feedback = JSON.parse(autolabLines(graded, submission).at(-2) ?? '') as object;
  const junit = FORMATS.junit.text(alone).split('<testcase').slice(1);
  return {
    gradescope: gradescope.tests.map(({ status }) => status === 'passed'),
    classroom: classroomResult(graded, submission)
      .tests.slice(0, 3)
      .map(({ status }) => status === 'pass'),
    // The first one says that it can be run.
    check50: check50.results.slice(1).map(({ passed }) => passed === true),
    // Rule 0 says that it can be run.
    sarif: [1, 2, 3].map((at) => !broken.has(0) && !broken.has(at)),
    autolab: [...JSON.stringify(feedback).matchAll(/"passed":(true|false)/g)].map(
      ([, passed]) => passed === 'true',
    ),
    junit: junit.map((each) => !/<(?:failure|error|skipped)/.test(each)),
  };
}

test('no format gives a hidden seed away to students, unless the course says so', () => {
  for (const submission of [...CLASS.submissions, CUT_OFF]) {
    for (const [name, text] of allOf(submission)) {
      for (const seed of SEEDS) expect({ name, text }).not.toMatchObject({ text: seedIn(seed) });
    }
  }
  const open = { ...CLASS, course: { ...CLASS.course, showSeeds: true } };
  expect(FORMATS.markdown.text(open, called('bob'))).toContain('--scenario old-votes --seed 102');
});

const seedIn = (seed: number): unknown => expect.stringMatching(new RegExp(`\\b${seed}\\b`));

test('a time limit is no pass in any format, and what was finished by then counts', () => {
  for (const [name, passed] of Object.entries(looksPassed(CUT_OFF))) {
    // All seeds of the first scenario were run, some of the second, none of the third.
    expect({ name, passed }).toEqual({ name, passed: [true, false, false] });
  }
  expect(CUT_OFF).toMatchObject({ points: 8, maxPoints: 20, passed: false });
  for (const [name, text] of allOf(CUT_OFF)) {
    if (name === 'sarif' || name === 'check50') continue;
    expect({ name, text }).toMatchObject({ text: expect.stringMatching(/\b8\b/) as unknown });
  }
});

test('what does not compile is told as such, with its place, and not as a timeout', () => {
  for (const [name, text] of allOf(called('dan'))) {
    expect({ name, text }).toMatchObject({
      text: expect.stringContaining('src/raft/raft.ts:3:1') as unknown,
    });
    expect({ name, text }).not.toMatchObject({
      text: expect.stringMatching(/time|ended after|cut off/i) as unknown,
    });
  }
  for (const passed of Object.values(looksPassed(called('dan'))))
    expect(passed).not.toContain(true);
});

test('where the grader failed, no format shows a pass or a zero that somebody earned', () => {
  const eve = called('eve');
  for (const passed of Object.values(looksPassed(eve))) expect(passed).not.toContain(true);
  expect(classroomResult(CLASS, eve)).toMatchObject({ status: 'error', max_score: 0 });
  expect(JSON.parse(autolabLines(CLASS, eve).at(-1) ?? '')).toMatchObject({ scores: {} });
});

const sum = (all: readonly number[]): number => all.reduce((total, each) => total + each, 0);

test('partial credit reaches every platform: its tests or parts add up to the points', () => {
  for (const submission of [...CLASS.submissions, CUT_OFF]) {
    const { points } = submission;
    expect(sum(classroomResult(CLASS, submission).tests.map(({ score }) => score))).toBe(points);
    const line = JSON.parse(autolabLines(CLASS, submission).at(-1) ?? '') as {
      scores: Record<string, number>;
    };
    expect(sum(Object.values(line.scores))).toBe(points);
    expect(gradescopeResults(CLASS, submission)).toMatchObject({ score: points });
  }
});

test('who sees only visible tests is told that others are hidden', () => {
  const hidden = { parts: ['3B'], until: 'after_published' } as const;
  const some = { ...CLASS, course: { ...CLASS.course, hidden } };
  const results = gradescopeResults(some, called('fay')) as {
    output: string;
    tests: { visibility: string }[];
  };
  expect(results.tests.map(({ visibility }) => visibility)).toEqual([
    'visible',
    'visible',
    'after_published',
  ]);
  expect(results.output).toContain('1 of 3 tests are hidden');
});

test('where k of N seeds are enough, a scenario with a failed seed is passed in every format, and flaky in JUnit', () => {
  const course = { ...CLASS.course, points: { kind: 'pass-at', seeds: 2 } as const };
  const bob = called('bob');
  const labs = bob.labs.map(({ outcome, digest, files, scenarios }) => {
    const ran = scenarios.map(({ id, runs }) => ({
      id,
      runs: runs.map(({ seed, ...result }) => ({ seed, result })),
    }));
    const [plan] = CLASS.labs;
    if (plan === undefined) throw new Error('the class has no lab');
    return gradeRuns(plan, course, { outcome, digest, files, scenarios: ran });
  });
  const enough = { ...bob, labs };
  const graded = { ...CLASS, course };
  expect(labs[0]?.unsafe).toEqual([]);
  for (const [name, passed] of Object.entries(looksPassed(enough, graded))) {
    expect({ name, passed }).toEqual({ name, passed: [true, true, false] });
  }
  const text = FORMATS.junit.text({ ...graded, submissions: [enough] });
  expect(text).toContain('<flakyFailure message="one-leader, 1 of 3 seeds');
  expect(text).toContain('tests="3" failures="1"');
});

test('the output for GitHub Classroom is the base64 of the result, on one line', () => {
  const bob = called('bob');
  const output = classroomOutput(CLASS, bob);
  expect(output).toMatch(/^[\w+/]+=*$/);
  expect(JSON.parse(Buffer.from(output, 'base64').toString())).toEqual(classroomResult(CLASS, bob));
});

test('SARIF fits its schema', () => {
  const file = '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
  const text = readFileSync(createRequire(import.meta.url).resolve(file), 'utf8');
  const { $schema: _, id: __, ...schema } = JSON.parse(text) as Record<string, unknown>;
  const validate = new Ajv({
    strict: false,
    validateFormats: false,
    unicodeRegExp: false,
  }).compile(schema);
  validate(sarifLog({ ...CLASS, submissions: [...CLASS.submissions, CUT_OFF] }));
  expect(validate.errors).toBe(null);
  validate({ version: '2.1.0', runs: [{ results: [] }] });
  expect(validate.errors).toMatchObject([{ message: "must have required property 'tool'" }]);
});

test('the gradebook has the column of names that a course platform wants', () => {
  const text = FORMATS.csv.text(CLASS, { idColumn: 'Email address' });
  expect(text.split('\r\n')[0]).toBe('Email address,3A,3B,total,passed,note,sandbox');
});
