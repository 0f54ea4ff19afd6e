import { expect, test } from 'vitest';
import type { AuditedRun, GradedClass } from '../grading/graded-class.ts';
import { gradeOf } from './grade.ts';
import { tableRow } from './grade-table.ts';
import { CLASS } from './graded-class.fixture.ts';
import { gradescopeResults } from './gradescope.ts';
import { junitXml } from './junit.ts';
import { studentMarkdown } from './student-markdown.ts';

const FOUND: readonly AuditedRun[] = [
  { lab: 'raft', scenario: 'old-votes', seed: 102, outcome: 'different' },
  { lab: 'raft', scenario: 'figure-8', seed: 101, outcome: 'same' },
  { lab: 'raft', scenario: 'figure-8', seed: 103, outcome: 'unfinished' },
];

/** What the reports of a submission with full points say of its audit. */
function told(audit: readonly AuditedRun[] | null): Readonly<Record<string, string | undefined>> {
  const [ann] = CLASS.submissions;
  if (ann === undefined) throw new Error('the class is empty');
  const audited = { ...ann, audit };
  const graded: GradedClass = { ...CLASS, submissions: [audited] };
  const { output } = gradescopeResults(graded, audited) as { readonly output: string };
  return {
    table: tableRow(gradeOf(audited, CLASS.labs), CLASS.labs),
    'junit.xml': /.*"audit".*/.exec(junitXml(graded))?.[0]?.trim(),
    'students/*.md': /.*Made again.*/.exec(studentMarkdown(graded, audited))?.[0],
    'gradescope/*.json': /.*Made again.*/.exec(output)?.[0],
  };
}

test('a run that went otherwise the second time is flagged, and takes no points', () => {
  expect(told(FOUND)).toMatchInlineSnapshot(`
    {
      "gradescope/*.json": "Made again with a process for each server, raft old-votes, raft figure-8 did not go as before. Servers that share nothing but the network do not do that: please talk to the course staff.",
      "junit.xml": "<property name="audit" value="3 runs were audited; AUDIT: raft old-votes seed 102 differs, raft figure-8 seed 103 did not end"/>",
      "students/*.md": "**Made again with a process for each server, raft old-votes, raft figure-8 did not go as before. Servers that share nothing but the network do not do that: please talk to the course staff.**",
      "table": "ann                   10/10   10/10   20/20   AUDIT: raft old-votes seed 102 differs, raft figure-8 seed 103 did not end",
    }
  `);
});

test('an audit that found nothing is told to the staff alone', () => {
  expect(told(FOUND.filter(({ outcome }) => outcome === 'same'))).toMatchInlineSnapshot(`
    {
      "gradescope/*.json": undefined,
      "junit.xml": "<property name="audit" value="1 run was audited, and nothing was found"/>",
      "students/*.md": undefined,
      "table": "ann                   10/10   10/10   20/20",
    }
  `);
  expect(told(null)).toMatchInlineSnapshot(`
    {
      "gradescope/*.json": undefined,
      "junit.xml": "<property name="audit" value="no run was audited"/>",
      "students/*.md": undefined,
      "table": "ann                   10/10   10/10   20/20",
    }
  `);
});
