import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse';
import { isTime, TIME_WORDS } from '../grading/course.ts';
import { nearest } from '../grading/nearest.ts';
import { UsageError } from '../run/select.ts';
import { messageOf } from '../message-of.ts';

/** A line of a roster. */
export interface RosterLine {
  readonly name: string;
  /** As the roster has it. */
  readonly from: string;
  readonly path: string;
  readonly submittedAt: string | null;
}

const COLUMNS = ['name', 'path', 'submitted'] as const;

/**
 * Reads a roster: comma-separated values with the columns `name`, `path` (from the roster's folder) and, if
 * there is lateness, `submitted`; others are left alone. Throws `UsageError` that names the line.
 */
export async function readRoster(file: string): Promise<RosterLine[]> {
  const rows: { readonly line: number; readonly row: Record<string, string> }[] = [];
  try {
    const parser = parse(readFileSync(file, 'utf8'), {
      bom: true,
      columns: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    });
    for await (const each of parser) {
      const { record, info } = each as { record: Record<string, string>; info: { lines: number } };
      rows.push({ line: info.lines, row: record });
    }
  } catch (error) {
    throw new UsageError(`${file}: ${messageOf(error)}`);
  }
  const [first] = rows;
  if (first === undefined)
    throw new UsageError(
      `${file} names no submissions; expected a first line 'name,path', and a line for each`,
    );
  for (const needed of ['name', 'path']) wantColumn(file, needed, Object.keys(first.row));
  return rows.map(({ line, row }) => {
    const at = (column: (typeof COLUMNS)[number]): string => row[column] ?? '';
    for (const needed of ['name', 'path'] as const) {
      if (at(needed) === '') throw new UsageError(`${file}, line ${line}: ${needed} is empty`);
    }
    const time = at('submitted');
    if (time !== '' && !isTime(time)) {
      throw new UsageError(
        `${file}, line ${line}: submitted must be ${TIME_WORDS}; it is '${time}'`,
      );
    }
    const path = resolve(dirname(file), at('path'));
    if (!existsSync(path)) {
      throw new UsageError(
        `${file}, line ${line}: there is no ${at('path')}; paths begin at the roster's folder`,
      );
    }
    return { name: at('name'), from: at('path'), path, submittedAt: time === '' ? null : time };
  });
}

function wantColumn(file: string, needed: string, columns: readonly string[]): void {
  if (columns.includes(needed)) return;
  const near = nearest(needed, columns);
  const hint = near === null ? '' : `. Is '${near}' meant?`;
  throw new UsageError(`${file} has no column '${needed}'; it has ${columns.join(', ')}${hint}`);
}
