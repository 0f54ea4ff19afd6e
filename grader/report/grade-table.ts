import type { LabPlan, ScenarioPlan } from '../grading/graded-class.ts';
import { roundPoints } from '../grading/points.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import type { Grade } from './grade.ts';
import { sandboxColumn } from './sandbox-words.ts';
import { withSigns } from './signs.ts';

/** A longer name than this is cut in the table; JSON and CSV have it whole. */
const NAME = 20;
/** Room for '100/100' and a space. */
const POINTS = 8;

/** A column of points: a part where one lab was graded, a lab where several were. */
export interface Column {
  readonly title: string;
  readonly max: number;
  /** Undefined where the grader failed. */
  readonly pointsOf: (grade: Grade) => number | undefined;
}

/** The columns of a class's table. */
export function columnsOf(labs: readonly LabPlan[]): Column[] {
  const [lab] = labs;
  if (lab !== undefined && labs.length === 1) {
    return lab.parts.map(({ id }) => ({
      title: id,
      max: sumOf(lab.scenarios.filter(({ part }) => part === id)),
      pointsOf: ({ parts }) => parts[id],
    }));
  }
  return labs.map(({ id, number, scenarios }) => ({
    title: `Lab ${number}`,
    max: sumOf(scenarios),
    pointsOf: (grade) => {
      const found = grade.labs.find((each) => each.lab === id);
      return found === undefined || found.maxPoints === 0 ? undefined : found.points;
    },
  }));
}

function sumOf(scenarios: readonly ScenarioPlan[]): number {
  return roundPoints(scenarios.reduce((sum, { points }) => sum + points, 0));
}

/** What the table is about, and its columns. */
export function tableHeading(labs: readonly LabPlan[]): string {
  const titles = columnsOf(labs).map(({ title }) => title.padEnd(POINTS));
  return `${'submission'.padEnd(NAME)}  ${titles.join('')}${'total'.padEnd(POINTS)}first broken promise`;
}

export function tableRow(grade: Grade, labs: readonly LabPlan[]): string {
  const { name, points, maxPoints, note } = grade;
  const shown = name.length <= NAME ? name : `${name.slice(0, NAME - 2)}..`;
  const each = columnsOf(labs).map(({ max, pointsOf }) => {
    const earned = pointsOf(grade);
    return (earned === undefined ? '-' : `${earned}/${max}`).padEnd(POINTS - 1);
  });
  const total = (maxPoints === 0 ? '-' : `${points}/${maxPoints}`).padEnd(POINTS - 1);
  return withSigns(`${shown.padEnd(NAME)}  ${[...each, total, note].join(' ')}`.trimEnd());
}

interface GradebookOptions {
  /** Gradebooks that import it find their students by a column whose name they prescribe. */
  readonly idColumn?: string | undefined;
  /** Names of submissions that were not graded to the end. */
  readonly unfinished?: readonly string[];
}

/** All grades as comma-separated values (RFC 4180): a line for each submission, a column for each part. */
export function gradesCsv(
  grades: readonly Grade[],
  labs: readonly LabPlan[],
  sandbox: Sandbox | null,
  { idColumn = 'submission', unfinished = [] }: GradebookOptions = {},
): string {
  const ids = labs.flatMap(({ parts }) => parts.map(({ id }) => id));
  const head = [idColumn, ...ids, 'total', 'passed', 'note', 'sandbox'];
  const rows = grades.map(({ name, parts, points, passed, note }) => [
    name,
    ...ids.map((id) => String(parts[id] ?? '')),
    String(points),
    String(passed),
    note,
    sandboxColumn(sandbox),
  ]);
  const open = unfinished.map((name) => [
    name,
    ...ids.map(() => ''),
    '',
    'false',
    'not graded yet: the grader was interrupted',
    sandboxColumn(sandbox),
  ]);
  return [head, ...rows, ...open].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(text: string): string {
  // A spreadsheet takes a text that begins so for a formula.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
