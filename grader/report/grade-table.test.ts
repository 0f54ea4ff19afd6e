import { expect, test } from 'vitest';
import { gradeOf, isGraded } from './grade.ts';
import { CLASS } from './graded-class.fixture.ts';
import { gradesCsv, tableHeading, tableRow } from './grade-table.ts';

const { submissions, labs } = CLASS;
const grades = submissions.map((each) => gradeOf(each, labs));

test('the table has a line for each submission: points by part, and what broke first', () => {
  const lines = [tableHeading(labs), ...grades.map((each) => tableRow(each, labs))];
  expect(`\n${lines.join('\n')}\n`).toMatchInlineSnapshot(`
    "
    submission            3A      3B      total   first broken promise
    ann                   10/10   10/10   20/20
    bob                   4/10    0/10    4/20    one-leader (old-votes, 1 of 3 seeds)
    =cmd|"x"              2/10    0/10    2/20    cut off after 90 s of processor time with 1 of 3 scenarios finished; overrun: server 0 ran without end (initial-election, 1 of 1 seeds)
    Zoë O’Neil            10/10   10/10   18/20   1 day late, which leaves 90% of the points
    dan                   0/10    0/10    0/20    src/raft/raft.ts:3:1: Unexpected "}"
    eve                   -       -       -       no grade, the grader failed: no worker could start
    fay                   10/10   0/10    10/10   harness-error (figure-8, 3 of 3 seeds)
    "
  `);
});

test('what a submission says cannot rewrite the lines of a terminal', () => {
  const [first] = grades;
  if (first === undefined) throw new Error('the class is empty');
  const row = tableRow({ ...first, note: '\u001B[2K\r\u001B[32mpassed' }, labs);
  expect(row).toContain('\uFFFD[2K\uFFFD\uFFFD[32mpassed');
});

test('the gradebook has the same, and no formula', () => {
  expect(gradesCsv(grades, labs, CLASS.made.sandbox).replaceAll('\r', '')).toMatchInlineSnapshot(`
    "submission,3A,3B,total,passed,note,sandbox
    ann,10,10,20,true,,none
    bob,4,0,4,false,"one-leader (old-votes, 1 of 3 seeds)",none
    "'=cmd|""x""",2,0,2,false,"cut off after 90 s of processor time with 1 of 3 scenarios finished; overrun: server 0 ran without end (initial-election, 1 of 1 seeds)",none
    Zoë O’Neil,10,10,18,true,"1 day late, which leaves 90% of the points",none
    dan,0,0,0,false,"src/raft/raft.ts:3:1: Unexpected ""}""",none
    eve,,,0,false,"no grade, the grader failed: no worker could start",none
    fay,10,0,10,false,"harness-error (figure-8, 3 of 3 seeds)",none
    "
  `);
});

test('who was not graded before an interruption is in the gradebook without points', () => {
  const csv = gradesCsv([], labs, null, { unfinished: ['gus'] });
  expect(csv.split('\r\n')[1]).toBe('gus,,,,false,not graded yet: the grader was interrupted,none');
});

test('where the grader failed there is no grade; a submission that cannot be run has none of the points', () => {
  const ungraded = submissions.filter((each) => !isGraded(each)).map(({ name }) => name);
  expect(ungraded).toEqual(['eve']);
  expect(submissions.find(({ name }) => name === 'dan')).toMatchObject({
    points: 0,
    maxPoints: 20,
  });
});
