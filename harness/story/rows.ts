import type { Links } from '../faults/fault-kind.ts';

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
  /** What is certainly wrong happened here, whenever it was found out. */
  readonly isAct?: boolean;
  /** The verdict is about it. */
  readonly isAbout?: boolean;
  /** Until when the fault of this line lasts: it is told as long as it does. */
  lastsUntilUs?: number;
}

/** With the two blanks that a report indents by: 80 columns. */
export const WIDTH = 78;
const TIME = 8;
const GAP = 2;
/** More servers than this get no column of their own: 9 characters say nothing. */
const COLUMNS_MAX = 5;
/** Wide enough for the usual words; what is left over is for the mark at the end. */
const COLUMN_MAX = 21;
const MARK = '<== here';
/** Marks the end where what was wrong happened before. */
const FOUND_MARK = '<== found out';

/** Draws rows under a heading; what is certainly wrong is marked, and the place where the run ended. */
export function drawRows(
  rows: readonly Row[],
  names: readonly string[],
  end: { readonly atUs: number; readonly words: string } | undefined,
): string[] {
  const column = columns(names.length);
  const draw = names.length <= COLUMNS_MAX ? (row: Row) => [column(row)] : list(names);
  const lines = rows.flatMap((row) => {
    const texts = isNote(row) ? wrapWords(row.across, WIDTH - TIME - GAP) : draw(row);
    const told = texts.map((text, at) => `${time(at === 0 ? row.atUs : null)}  ${text}`.trimEnd());
    return row.isAct === true ? [...told.slice(0, -1), ...mark(told.at(-1) ?? '', MARK)] : told;
  });
  if (end !== undefined) {
    const last = rows.at(-1);
    const sign = rows.some(({ isAct }) => isAct === true) ? FOUND_MARK : MARK;
    if (last?.atUs !== end.atUs) lines.push(`${time(end.atUs)}  ${end.words}   ${sign}`);
    else if (last.isAct !== true) lines.push(...mark(lines.pop() ?? '', sign));
  }
  return [`${'time'.padStart(TIME)}  ${heading(names)}`.trimEnd(), ...lines];
}

/** A note of the lab is told in full; what a server logs may be as long as a book. */
function isNote(row: Row): row is Row & { readonly across: string } {
  return row.across !== undefined && row.plain === true && row.by === undefined;
}

function mark(line: string, sign: string): string[] {
  if (line.length + GAP + sign.length <= WIDTH) return [`${line}${' '.repeat(GAP)}${sign}`];
  return [line, sign.padStart(WIDTH)];
}

function time(atUs: number | null): string {
  return (atUs === null ? '' : (atUs / 1_000_000).toFixed(3)).padStart(TIME);
}

function heading(names: readonly string[]): string {
  if (names.length > COLUMNS_MAX) return '';
  const width = columnWidth(names.length);
  return names
    .map((name) => cut(name, width - 1).padEnd(width))
    .join('')
    .trimEnd();
}

function columnWidth(count: number): number {
  return Math.min(COLUMN_MAX, Math.floor((WIDTH - TIME - GAP) / count));
}

/** For many servers: a line for each, with its name, an arrow's in front, then the words. */
function list(names: readonly string[]): (row: Row) => string[] {
  const room = WIDTH - TIME - GAP;
  const width = Math.max(...names.map((name) => name.length)) + GAP;
  return (row) => {
    const { cells, across } = row;
    if (across !== undefined) return [cut(isBare(row) ? across : `--- ${across} ---`, room)];
    const lines = new Map<string, string[]>();
    for (const { server, parts, from, labels } of cells) {
      const words = parts.map((part) => part.words).join(', ');
      const asked = from === undefined ? '' : `${labels?.[0] ?? 'message'} from ${names[from]}: `;
      const line = `${asked}${words}`;
      lines.set(line, [...(lines.get(line) ?? []), names[server] ?? '']);
    }
    return [...lines].map(([line, who]) => cut(`${listOf(who).padEnd(width)}${line}`, room));
  };
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
function columns(count: number): (row: Row) => string {
  const width = columnWidth(count);
  const room = WIDTH - TIME - GAP;
  return (row) => {
    const { cells, across } = row;
    if (across !== undefined) {
      return isBare(row)
        ? cut(across, room)
        : `--- ${cut(across, room - 8)} `.padEnd(width * count, '-');
    }
    let line = '';
    for (const [at, cell] of cells.entries()) {
      if (cell.from !== undefined && cell.from !== cell.server)
        return arrow(cell, cell.from, width, room);
      const next = cells[at + 1];
      const end = next === undefined ? room : next.server * width - 1;
      line = line.padEnd(cell.server * width) + fit(cell.parts, end - cell.server * width);
    }
    return line;
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

/** Breaks a text between words; what follows the first line is indented. */
export function wrapWords(text: string, width: number): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) as string;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(`  ${word}`);
  }
  return lines;
}

/** Cuts a text that is longer than `room`, and shows that it did. */
export function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 2))}..`;
}
