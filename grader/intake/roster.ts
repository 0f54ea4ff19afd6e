import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { isTime, TIME_WORDS } from '../grading/course.ts';
import { nearest } from '../grading/nearest.ts';
import { readText } from '../read-text.ts';
import { UsageError } from '../run/select.ts';

/** A line of a roster. */
export interface RosterLine {
  readonly name: string;
  /** As the roster has it. */
  readonly from: string;
  readonly path: string;
  readonly submittedAt: string | null;
}

interface Row {
  readonly line: number;
  readonly row: Readonly<Record<string, string | undefined>>;
}

/** Lines with mistakes that are told at once: a screen has room for no more. */
const MISTAKES_TOLD = 20;

/** What spreadsheets put between values, whatever they call the file. */
const DELIMITERS = [',', ';', '\t'] as const;

/**
 * Reads a roster: values separated by commas, semicolons or tabs, with the columns `name`, `path` (from the roster's
 * folder) and, if there is lateness, `submitted`; others are left alone. Throws `UsageError` that names each bad line.
 */
export function readRoster(file: string): RosterLine[] {
  const rows = rowsOf(file, readText(file));
  const [first] = rows;
  if (first === undefined)
    throw new UsageError(
      `${file} names no submissions; expected a first line 'name,path', and a line for each`,
    );
  for (const needed of ['name', 'path']) wantColumn(file, needed, Object.keys(first.row));
  const folder = dirname(file);
  const mistakes = rows.flatMap((each) => mistakesIn(each, folder));
  if (mistakes.length > 0) throw new UsageError(tellMistakes(file, mistakes));
  return rows.map(({ row: { name = '', path = '', submitted = '' } }) => {
    const submittedAt = submitted === '' ? null : submitted;
    return { name, from: path, path: resolve(folder, path), submittedAt };
  });
}

function rowsOf(file: string, text: string): Row[] {
  const [head = ''] = text.split('\n', 1);
  const delimiter = DELIMITERS.find((each) => head.includes(each)) ?? ',';
  try {
    const all = parse(text, {
      delimiter,
      columns: true,
      skip_empty_lines: true,
      trim: true,
      info: true,
    }) as unknown as readonly { record: Row['row']; info: { lines: number } }[];
    return all.map(({ record, info }) => ({ line: info.lines, row: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    const where = lines === undefined ? file : `${file}, line ${lines}`;
    throw new UsageError(`${where}: ${CSV_WORDS[error.code] ?? 'it cannot be read as CSV'}`);
  }
}

const CSV_WORDS: Readonly<Record<string, string>> = {
  CSV_RECORD_INCONSISTENT_COLUMNS:
    'it has not as many values as the first line has columns; quote a value that has the separator in it',
  CSV_RECORD_INCONSISTENT_FIELDS_LENGTH:
    'it has not as many values as the first line has columns; quote a value that has the separator in it',
  CSV_QUOTE_NOT_CLOSED: 'a quote (") is opened and never closed',
  CSV_INVALID_CLOSING_QUOTE: 'a quote (") ends before its value does; write "" for one inside',
  INVALID_OPENING_QUOTE: 'a quote (") stands inside a value that does not begin with one',
};

function mistakesIn({ line, row }: Row, folder: string): string[] {
  const { name = '', path = '', submitted = '' } = row;
  const at = `line ${line}: `;
  if (name === '') return [`${at}name is empty`];
  if (path === '') return [`${at}path is empty`];
  return [
    ...(submitted !== '' && !isTime(submitted)
      ? [`${at}submitted must be ${TIME_WORDS}; it is '${submitted}'`]
      : []),
    ...(existsSync(resolve(folder, path))
      ? []
      : [`${at}there is no ${path}; paths begin at the roster's folder`]),
  ];
}

function tellMistakes(file: string, mistakes: readonly string[]): string {
  const [only = ''] = mistakes;
  if (mistakes.length === 1) return `${file}, ${only}`;
  const more = mistakes.length - MISTAKES_TOLD;
  return [
    `${file} has ${mistakes.length} mistakes:`,
    ...mistakes.slice(0, MISTAKES_TOLD).map((each) => `  ${each}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
  ].join('\n');
}

function wantColumn(file: string, needed: string, columns: readonly string[]): void {
  if (columns.includes(needed)) return;
  const near = nearest(needed, columns);
  const hint = near === null ? '' : `. Is '${near}' meant?`;
  throw new UsageError(`${file} has no column '${needed}'; it has ${columns.join(', ')}${hint}`);
}
