import type { Lab } from '../../harness/scenario/scenario.ts';
import type { Grade } from './grade.ts';

/** A longer name than this is cut in the table; JSON and CSV have it whole. */
const NAME = 20;
const POINTS = 7;

/** What the table is about, and its columns. */
export function tableHeading({ parts }: Lab): string {
  const ids = parts.map(({ id }) => id.padEnd(POINTS)).join('');
  return `${'submission'.padEnd(NAME)}  ${ids}${'total'.padEnd(POINTS)}first broken promise`;
}

export function tableRow({ name, parts, points, note }: Grade, lab: Lab): string {
  const shown = name.length <= NAME ? name : `${name.slice(0, NAME - 2)}..`;
  const each = lab.parts.map(({ id, points: max }) => `${parts[id] ?? 0}/${max}`.padEnd(POINTS));
  const all = lab.parts.reduce((sum, part) => sum + part.points, 0);
  const total = `${points}/${all}`.padEnd(POINTS);
  return `${shown.padEnd(NAME)}  ${each.join('')}${total}${note}`.trimEnd();
}

/** All grades as comma-separated values (RFC 4180), a line a submission. */
export function gradesCsv(grades: readonly Grade[], lab: Lab): string {
  const ids = lab.parts.map(({ id }) => id);
  const head = ['submission', ...ids, 'total', 'passed', 'note'];
  const rows = grades.map(({ name, parts, points, passed, note }) => [
    name,
    ...ids.map((id) => String(parts[id] ?? 0)),
    String(points),
    String(passed),
    note,
  ]);
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(text: string): string {
  // A spreadsheet takes a text that begins so for a formula.
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
