import type { TraceEvent } from '../sim/trace-event.ts';
import { spokenName, type Member } from '../vocabulary/role.ts';
import { seconds } from '../vocabulary/time.ts';
import type { Describe, Narrator } from './narrator.ts';
import { isRowWanted, type RowFilter } from './filter.ts';
import { cut, wrapWords } from './lines.ts';
import { BRIEF_LOGS, type LogLook } from './logs.ts';
import { drawRows, WIDTH, type Cell, type Row } from './rows.ts';
import { Teller } from './steps.ts';
import { Waits, type PlaceOf } from './waits.ts';

export interface StoryOptions {
  /** Every process of the run, in the order of their numbers. */
  readonly members: readonly Member[];
  readonly describe: Describe;
  /** Lines at most, but for those of `keptUs`. */
  readonly lines: number;
  /** Times whose lines are told however long ago they were, such as those of the evidence. */
  readonly isKept?: (atUs: number) => boolean;
  /** Messages, by the longest names that the lab gives them, whose lines are told as well. */
  readonly keptLabels?: ReadonlySet<string>;
  /** Columns of the screen; 78 without it. */
  readonly width?: number;
  /** How much of the servers' logs is told; little without it. */
  readonly logs?: LogLook;
  /** Lines to tell, out of all; then none is folded into another, and none is told that is not wanted. */
  readonly filter?: RowFilter | undefined;
  /** When the run ended, and in a word how; marks the place. */
  readonly end?: { readonly atUs: number; readonly words: string };
  /** What the verdict says, in words: what it is about is told in full. */
  readonly evidence?: string;
  /** Places in the student's files, where somebody took them down. */
  readonly placeOf?: PlaceOf;
}

/** The last relevant events of a run: one line per state change, a column per process. */
export function tellStory(events: readonly TraceEvent[], options: StoryOptions): string[] {
  const { members, lines, end, width = WIDTH, logs = BRIEF_LOGS, filter } = options;
  const narrator = options.describe(members, options.evidence ?? '');
  const names = members.map(spokenName);
  const all = new Teller(narrator, members).tell(events);
  const folded =
    filter === undefined
      ? foldRepeats(all, options)
      : all.filter((row) => isRowWanted(filter, row));
  const rows = markFirst(logs.isWhole ? folded : shorten(folded));
  const waits = new Waits(members, options.placeOf);
  for (const event of events) waits.hear(event);
  const isStalled = end?.words === 'stalled';
  const { isShown, fromUs } = windowOf(rows, lines, isStalled ? waitBegan(events, waits) : null);
  const about = new Set(
    rows.filter((row, at) => row.isAbout === true && !isShown(at)).slice(-ABOUT_TOLD),
  );
  const told: Row[] = [];
  let skipped = 0;
  for (const [at, row] of rows.entries()) {
    const isTold =
      isShown(at) ||
      isLasting(row, fromUs) ||
      isWanted(row, options) ||
      about.has(row) ||
      isCause(row, rows[at + 1]);
    if (!isTold) {
      skipped++;
      continue;
    }
    if (skipped > 0 && told.length > 0) told.push({ atUs: null, cells: [], across: '...' });
    skipped = 0;
    told.push(row);
  }
  const stall = isStalled ? tellStall(narrator, waits, width) : [];
  return [
    ...drawRows(told, names, end, { width, logs }),
    ...tellDisks(told, names, width),
    ...stall,
  ];
}

/** Lines that the verdict is about and that are told beside the others: the last ones, for those before say the same. */
const ABOUT_TOLD = 8;

/** Lines before the beginning of a wait that are told with it. */
const BEFORE_WAIT = 4;
/** Of the lines of a stall, the part for its beginning; the rest is for its end. */
const BEGINNING = 2 / 3;

/** The lines that are told by their place: the last ones, and of a wait since `sinceUs` the first ones as well. */
function windowOf(
  rows: readonly Row[],
  lines: number,
  sinceUs: number | null,
): { readonly isShown: (at: number) => boolean; readonly fromUs: number } {
  const from = Math.max(0, rows.length - lines);
  const wait = sinceUs === null ? -1 : rows.findIndex(({ atUs }) => (atUs ?? 0) >= sinceUs);
  const begin = Math.max(0, wait - BEFORE_WAIT);
  if (wait < 0 || begin >= from) {
    return { isShown: (at) => at >= from, fromUs: rows[from]?.atUs ?? 0 };
  }
  const first = Math.ceil(lines * BEGINNING);
  const last = rows.length - (lines - first);
  return {
    isShown: (at) => at >= last || (at >= begin && at < begin + first),
    fromUs: rows[begin]?.atUs ?? 0,
  };
}

/** When the wait began that a run ended with: with the oldest open call, or else with the last thing that came from outside. */
function waitBegan(events: readonly TraceEvent[], { sinceUs }: Waits): number | null {
  if (sinceUs !== null) return sinceUs;
  return events.findLast(isFromOutside)?.atUs ?? null;
}

function isFromOutside(event: TraceEvent): boolean {
  if (event.kind === 'event') return event.event.kind === 'invoke';
  return event.kind === 'fault' || event.kind === 'heal';
}

/** Whether the row is a fault that still went on at the time. */
function isLasting({ lastsUntilUs = 0 }: Row, atUs: number): boolean {
  return lastsUntilUs > atUs;
}

/** Whether the line after this one says what is wrong with it. */
function isCause(row: Row, next: Row | undefined): boolean {
  return next?.isAct === true && next.atUs === row.atUs && next.across !== undefined;
}

function isWanted(row: Row, { isKept, keptLabels }: StoryOptions): boolean {
  if (row.isAct === true || (row.atUs !== null && isKept?.(row.atUs) === true)) return true;
  return row.cells.some(({ labels: [label = ''] = [] }) => keptLabels?.has(label));
}

/** Of several lines that are certainly wrong, the later ones follow from the first. */
function markFirst(rows: readonly Row[]): Row[] {
  const first = rows.findIndex(({ isAct }) => isAct === true);
  return rows.map((row, at) => (at > first ? { ...row, isAct: false } : row));
}

function tellStall(narrator: Narrator, waits: Waits, width: number): string[] {
  const told = narrator.tellStall?.(waits) ?? waits.tellCalled();
  const lines = told.flatMap((line) => wrapWords(line, width));
  return lines.length === 0 ? [] : ['', ...lines];
}

/** Disks told below a story: those of the last restarts, with which most riddles are solved. */
const DISKS_TOLD = 2;
/** Lines for one disk: enough for the state of a short run, few enough for a screen. */
const DISK_LINES = 3;

function tellDisks(rows: readonly Row[], names: readonly string[], width: number): string[] {
  const disks = new Map<number, string[]>();
  for (const { atUs, cells } of rows) {
    for (const { server, disk } of cells) {
      if (disk === undefined || atUs === null) continue;
      disks.delete(server);
      const head = `${names[server]} restarted at ${seconds(atUs)} with this on its disk:`;
      disks.set(server, [head, ...wrap(disk, width - 2, DISK_LINES).map((line) => `  ${line}`)]);
    }
  }
  const last = [...disks.values()].slice(-DISKS_TOLD).flat();
  return last.length === 0 ? [] : ['', ...last];
}

function wrap(text: string, width: number, lines: number): string[] {
  const shown = cut(text, width * lines);
  return Array.from({ length: Math.ceil(shown.length / width) }, (_, line) =>
    shown.slice(line * width, (line + 1) * width),
  );
}

/** A line that repeats what its server did last is folded into that one, if it is no further back. */
const REPEAT_WITHIN = 8;

/** Takes repeats together, but for what is told anyway: `gets no answer, 17 times until 3.210 s`. */
function foldRepeats(rows: readonly Row[], options: StoryOptions): Row[] {
  const folded: Folding[] = [];
  for (const row of rows) {
    const key = isWanted(row, options) || row.lastsUntilUs !== undefined ? null : repeatKey(row);
    const server = row.cells[0]?.server;
    const before = folded
      .slice(-REPEAT_WITHIN)
      .findLast((each) => each.row.cells.some((cell) => cell.server === server));
    if (key === null || before?.key !== key) folded.push({ row, key, others: [] });
    else before.others.push(row);
  }
  // What is not taken together after all goes back to its time.
  return folded.flatMap(withTimes).toSorted((a, b) => (a.atUs ?? 0) - (b.atUs ?? 0));
}

interface Folding {
  readonly row: Row;
  readonly key: string | null;
  readonly others: Row[];
}

/** Fewer lines that are alike, but not the same, say more one by one. */
const ALIKE_TOGETHER = 3;

/** What a line says of one server; null for what is told each time. */
function repeatKey({ cells, across, by, isAct, isAbout }: Row): string | null {
  const [cell, ...others] = cells;
  if (cell === undefined || others.length > 0 || across !== undefined) return null;
  if (by !== undefined || isAct === true || isAbout === true || cell.disk !== undefined)
    return null;
  return JSON.stringify([cell.server, cell.from, alikeOf(cell) ?? cell.parts, cell.labels]);
}

/** What all that a line says is called together with its like. */
function alikeOf({ parts: [first, ...others] }: Cell): string | undefined {
  return others.every(({ alike }) => alike === first?.alike) ? first?.alike : undefined;
}

function withTimes({ row, others }: Folding): Row[] {
  const [cell] = row.cells;
  const lastUs = others.at(-1)?.atUs ?? null;
  if (cell === undefined || lastUs === null) return [row];
  const alike = alikeOf(cell);
  const times = others.length + 1;
  if (alike !== undefined && times < ALIKE_TOGETHER) return [row, ...others];
  const full = alike ?? cell.parts.map((part) => part.words).join(', ');
  const brief = alike ?? cell.parts.map((part) => part.short ?? part.words).join(' ');
  const words = `${full}, ${times} times until ${seconds(lastUs)}`;
  return [{ ...row, cells: [{ ...cell, parts: [{ words, short: `${times}x ${brief}` }] }] }];
}

/** Applies or logs of one server in one instant: more are told by the first and the last. */
const SAME_TOLD = 3;

/** Takes the middle out of long runs of such lines, as when a server catches up. */
function shorten(rows: readonly Row[]): Row[] {
  const short: Row[] = [];
  for (let at = 0; at < rows.length;) {
    let next = at + 1;
    while (isSame(rows[at], rows[next])) next++;
    const run = rows.slice(at, next);
    const [first, last] = [run[0] as Row, run.at(-1) as Row];
    if (run.length <= SAME_TOLD) short.push(...run);
    else short.push(first, leftOut(first, run.length - 2), last);
    at = next;
  }
  return short;
}

function isSame(a: Row | undefined, b: Row | undefined): boolean {
  return a?.by !== undefined && a.by === b?.by && a.atUs === b.atUs && a.plain === b.plain;
}

function leftOut({ atUs, cells: [cell] }: Row, rows: number): Row {
  const words = `... ${rows} more`;
  if (cell === undefined) return { atUs, cells: [], across: words, plain: true };
  return { atUs, cells: [{ server: cell.server, parts: [{ words }] }] };
}
