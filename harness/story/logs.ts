import { cut, wrapWords } from './lines.ts';

/** How much of what servers log is shown. */
export interface LogLook {
  /** Whether every line is told, with its own line breaks; otherwise the first and last of a step, on one line each. */
  readonly isWhole: boolean;
  /** Letters of one line; more are cut, and counted. */
  readonly lettersMax: number;
}

/** Beside other lines of a story. */
export const BRIEF_LOGS: LogLook = { isWhole: false, lettersMax: 2_000 };

/** What a server logged, and what stands in front of it. */
interface Logged {
  readonly across?: string;
  readonly logs: string;
}

export function isLog<T extends { readonly logs?: string }>(row: T): row is T & Logged {
  return row.logs !== undefined;
}

/** What a server logged, behind its name. */
export function drawLog(
  { across = '', logs }: Logged,
  room: number,
  { isWhole, lettersMax }: LogLook,
): string[] {
  const more = logs.length - lettersMax;
  const shown = more > 0 ? `${logs.slice(0, lettersMax)}.. ${more} more letters` : logs;
  if (!isWhole) return [cut(`${across}${shown.replaceAll(/\s*\n\s*/g, ' ')}`, room)];
  const [first = '', ...others] = shown.split('\n');
  return [
    ...wrapWords(`${across}${first}`, room),
    ...others.flatMap((line) => wrapLog(line, room)),
  ];
}

/** A line of a text that has several, which stands below the first. */
function wrapLog(line: string, room: number): string[] {
  const blanks = /^ */.exec(line)?.[0].length ?? 0;
  const indent = ' '.repeat(Math.min(blanks, Math.floor(room / 2)) + 2);
  return wrapWords(line.slice(blanks), room - indent.length).map((part) => `${indent}${part}`);
}
