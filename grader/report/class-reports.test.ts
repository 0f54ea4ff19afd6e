import { expect, test } from 'vitest';
import { autolabLines } from './autolab.ts';
import { check50Report } from './check50.ts';
import { FORMATS } from './formats.ts';
import { classroomResult } from './github-classroom.ts';
import { gradescopeResults } from './gradescope.ts';
import { CLASS } from './graded-class.fixture.ts';
import { junitXml } from './junit.ts';
import { studentMarkdown } from './student-markdown.ts';

test('a report for each student', async () => {
  const all = CLASS.submissions.map((each) => studentMarkdown(CLASS, each)).join('\n');
  await expect(all).toMatchFileSnapshot('golden/students.md');
});

test('JUnit XML', async () => {
  await expect(junitXml(CLASS)).toMatchFileSnapshot('golden/junit.xml');
});

test('results of Gradescope', async () => {
  const all = CLASS.submissions.map((each) => gradescopeResults(CLASS, each));
  await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot('golden/gradescope.json');
});

test('results of GitHub Classroom', async () => {
  const all = CLASS.submissions.map((each) => classroomResult(CLASS, each));
  await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot('golden/classroom.json');
});

test("the last lines of Autolab's output", async () => {
  const all = CLASS.submissions.map((each) => autolabLines(CLASS, each).join('\n')).join('\n\n');
  await expect(`${all}\n`).toMatchFileSnapshot('golden/autolab.txt');
});

test('reports like those of check50', async () => {
  const all = CLASS.submissions.map((each) => check50Report(CLASS, each));
  await expect(`${JSON.stringify(all, null, 2)}\n`).toMatchFileSnapshot('golden/check50.json');
});

test('SARIF', async () => {
  await expect(FORMATS.sarif.text(CLASS)).toMatchFileSnapshot('golden/class.sarif');
});

test('what student code wrote ends no block and opens no tag', () => {
  const [ann] = CLASS.submissions;
  if (ann === undefined) throw new Error('the class is empty');
  const message = '````\n# <script>\u0000\u001B ]]> "';
  const [lab] = ann.labs;
  const scenario = { id: 'old-votes', points: 0, maxPoints: 6 };
  const verdict = { kind: 'crashed', server: 0, message, stack: '', atUs: 0 } as const;
  const scenarios = [{ ...scenario, runs: [{ seed: 101, verdict, traceHash: '' }] }];
  const evil = {
    ...ann,
    name: '</testsuite>',
    labs: lab === undefined ? [] : [{ ...lab, scenarios }],
  };
  const markdown = studentMarkdown(CLASS, evil);
  expect(markdown).toContain('`````text');
  const text = junitXml({ ...CLASS, submissions: [evil] });
  expect(text).not.toContain('<script>');
  expect(text).not.toMatch(/[^\P{Cc}\n]/u);
  expect(markdown).not.toMatch(/[^\P{Cc}\n]/u);
  expect(text.match(/<\/testsuite>/g)).toHaveLength(1);
});
