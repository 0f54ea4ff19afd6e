import { expect, test } from 'vitest';
import { gradescopeResults } from './gradescope.ts';
import { CLASS } from './graded-class.fixture.ts';
import { junitXml } from './junit.ts';
import { studentMarkdown } from './student-markdown.ts';

const SEEDS = CLASS.labs.flatMap(({ scenarios }) => scenarios.flatMap(({ seeds }) => seeds));

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

test('no report for students gives a hidden seed away, unless the course says so', () => {
  for (const each of CLASS.submissions) {
    const texts = [studentMarkdown(CLASS, each), JSON.stringify(gradescopeResults(CLASS, each))];
    for (const text of texts) {
      for (const seed of SEEDS) expect(text).not.toMatch(new RegExp(`\\b${seed}\\b`));
    }
  }
  const [, bob] = CLASS.submissions;
  const open = { ...CLASS, course: { ...CLASS.course, showSeeds: true } };
  expect(bob && studentMarkdown(open, bob)).toContain('--scenario old-votes --seed 102');
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
