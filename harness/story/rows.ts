import type { Links } from '../faults/fault-kind.ts';
import { cut, wrapWords } from './lines.ts';
import { BRIEF_LOGS, drawLog, isLog, type LogLook } from './logs.ts';

/** Some words of a cell, and the same in short. */
interface Part {
  readonly words: string;
  readonly short?: string;
  /** What it is called together with others of its kind. */
  readonly alike?: string;
}

/** What one server did at one time; `from` is the server whose message made it do so. */
export interface Cell {
  readonly server: number;
  readonly parts: readonly Part[];
  readonly from?: number;
  readonly labels?: readonly string[];
  /** The method that its step is about. */
  readonly call?: string;
  /** What was on the disk of a server that restarts. */
  readonly disk?: string;
}

/** One line of a story: cells, or words across all columns. */
export interface Row {
  /** Null for a line that stands for others left out. */
  readonly atUs: number | null;
  readonly cells: readonly Cell[];
  readonly across?: string;
  /** What a fault does to links. */
  readonly links?: Links;
  /** The words across are a server's own, not a fault. */
  readonly plain?: boolean;
  /** The server that applied or logged something: many such lines of one instant are shortened. */
  readonly by?: number;
  /** What the server logged, whole. */
  readonly logs?: string;
  /** The method that the step is about in which it did so. */
  readonly call?: string;
  /** What is certainly wrong happened here, whenever it was found out. */
  readonly isAct?: boolean;
  /** The verdict is about it. */
  readonly isAbout?: boolean;
  /** Until when the fault of this line lasts: it is told as long as it does. */
  lastsUntilUs?: number;
}

/** Where nobody says how wide the screen is. With the two blanks that a report indents by: 80 columns. */
export const WIDTH = 78;
const TIME = 8;
const GAP = 2;
/** Servers whose columns would be narrower get none: 9 characters say nothing. */
const COLUMN_MIN = 13;
/** Wide enough for the usual words; what is left over is for the mark at the end. */
const COLUMN_USUAL = 21;
/** Wide enough for all words, where the screen has room for the mark besides. */
const COLUMN_MAX = 44;
const MARK = '<== here';
/** Marks the end where what was wrong happened before. */
const FOUND_MARK = '<== found out';

/** Draws rows under a heading; what is certainly wrong is marked, and the place where the run ended. */
export function drawRows(
  rows: readonly Row[],
  names: readonly string[],
  end: { readonly atUs: number; readonly words: string } | undefined,
  { width = WIDTH, logs = BRIEF_LOGS }: { readonly width?: number; readonly logs?: LogLook } = {},
): string[] {
  const room = width - TIME - GAP;
  const hasColumns = columnWidth(names.length, room) >= COLUMN_MIN;
  const column = columns(names.length, room);
  const draw = hasColumns ? column : list(names, room);
  const lines = rows.flatMap((row) => {
    const texts = isLog(row)
      ? drawLog(row, room, logs)
      : isNote(row)
        ? wrapWords(row.across, room)
        : draw(row);
    const told = texts.map((text, at) => `${time(at === 0 ? row.atUs : null)}  ${text}`.trimEnd());
    return row.isAct === true
      ? [...told.slice(0, -1), ...mark(told.at(-1) ?? '', MARK, width)]
      : told;
  });
  if (end !== undefined) {
    const last = rows.at(-1);
    const sign = rows.some(({ isAct }) => isAct === true) ? FOUND_MARK : MARK;
    if (last?.atUs !== end.atUs) lines.push(`${time(end.atUs)}  ${end.words}   ${sign}`);
    else if (last.isAct !== true) lines.push(...mark(lines.pop() ?? '', sign, width));
  }
  const head = hasColumns ? heading(names, room) : '';
  return [`${'time'.padStart(TIME)}  ${head}`.trimEnd(), ...lines];
}

/** A note of the lab is told in full. */
function isNote(row: Row): row is Row & { readonly across: string } {
  return row.across !== undefined && row.plain === true && row.by === undefined;
}

function mark(line: string, sign: string, width: number): string[] {
  if (line.length + GAP + sign.length <= width) return [`${line}${' '.repeat(GAP)}${sign}`];
  return [line, sign.padStart(width)];
}

function time(atUs: number | null): string {
  return (atUs === null ? '' : (atUs / 1_000_000).toFixed(3)).padStart(TIME);
}

function heading(names: readonly string[], room: number): string {
  const width = columnWidth(names.length, room);
  return names
    .map((name) => cut(name, width - 1).padEnd(width))
    .join('')
    .trimEnd();
}

function columnWidth(count: number, room: number): number {
  const even = Math.floor(room / count);
  // On a wide screen, as much again as a column is left for the mark.
  return Math.min(
    even,
    Math.max(COLUMN_USUAL, Math.min(COLUMN_MAX, Math.floor(room / (count + 1)))),
  );
}

/** For many servers: a line for each, with its name, an arrow's in front, then the words. */
function list(names: readonly string[], room: number): (row: Row) => string[] {
  const width = Math.max(...names.map((name) => name.length)) + GAP;
  return (row) => {
    const { cells, across } = row;
    if (across !== undefined) return isBare(row) ? [cut(across, room)] : ruled(across, room);
    const lines = new Map<string, string[]>();
    for (const { server, parts, from, labels } of cells) {
      const words = parts.map((part) => part.words).join(', ');
      const asked = from === undefined ? '' : `${labels?.[0] ?? 'message'} from ${names[from]}: `;
      const line = `${asked}${words}`;
      lines.set(line, [...(lines.get(line) ?? []), names[server] ?? '']);
    }
    return [...lines].flatMap(([line, who]) => {
      const name = listOf(who).padEnd(width);
      const [first = '', ...others] = wrapWords(line, room - name.length);
      return [`${name}${first}`, ...others.map((part) => ' '.repeat(width) + part)];
    });
  };
}

/** What a fault does, between dashes. */
function ruled(across: string, room: number): string[] {
  const [first = '', ...others] = wrapWords(across, room - 8);
  const lines = [`--- ${first}`, ...others.map((line) => `  ${line}`)];
  return lines.map((line, at) => (at === lines.length - 1 ? `${line} ---` : line));
}

/** Whether the words across are drawn without a rule: no fault, or what stands for lines left out. */
function isBare({ across, plain }: Row): boolean {
  return plain === true || across === '...';
}

/** Those who did the same at once; the first and the last stand for many. */
function listOf(names: readonly string[]): string {
  if (names.length === 1) return names[0] ?? '';
  const told = names.length <= 3 ? names.join(', ') : `${names[0]} .. ${names.at(-1)}`;
  return `${told}: `;
}

/** For few servers: a column each. Words may run on over the empty columns to their right. */
function columns(count: number, room: number): (row: Row) => string[] {
  const width = columnWidth(count, room);
  return (row) => {
    const { cells, across } = row;
    if (across !== undefined) {
      if (isBare(row)) return [cut(across, room)];
      const [first = '', ...others] = ruled(across, room);
      return others.length > 0
        ? [first, ...others]
        : [first.slice(0, -3).padEnd(width * count, '-')];
    }
    let line = '';
    for (const [at, cell] of cells.entries()) {
      if (cell.from !== undefined && cell.from !== cell.server)
        return [arrow(cell, cell.from, width, room)];
      const next = cells[at + 1];
      const end = next === undefined ? room : next.server * width - 1;
      line = line.padEnd(cell.server * width) + fit(cell.parts, end - cell.server * width);
    }
    return [line];
  };
}

/** A message: its label at the sender, an arrow, what the receiver made of it. */
function arrow(cell: Cell, from: number, width: number, room: number): string {
  const [tail, head] = [from * width, cell.server * width];
  if (tail < head) {
    const label = pick(cell, head - tail - ' -> '.length);
    const shaft = `${label} `.padEnd(head - tail - 2, '-');
    return `${' '.repeat(tail)}${shaft}> ${fit(cell.parts, room - head)}`;
  }
  const words = fit(cell.parts, tail - head - ' <- '.length);
  const shaft = `${words} <`.padEnd(tail - head - 1, '-');
  return `${' '.repeat(head)}${shaft} ${pick(cell, room - tail)}`;
}

function pick({ labels = [] }: Cell, room: number): string {
  return labels.find((label) => label.length <= room) ?? cut(labels.at(-1) ?? '', room);
}

/** As much as fits: in full, in short, or the end of it, where the news is. */
function fit(parts: readonly Part[], room: number): string {
  const full = parts.map(({ words }) => words).join(', ');
  if (full.length <= room) return full;
  const short = parts.map((part) => part.short ?? part.words);
  while (short.length > 1 && short.join(' ').length > room) short.shift();
  return cut(short.join(' '), room);
}
