import { seconds } from '../check/invariant.ts';
import type { Effect, ServerEvent } from '../sim/server.ts';
import { cut, drawRows, WIDTH, type Row } from './story-rows.ts';
import { Teller } from './story-steps.ts';
import type { TraceEvent } from './trace.ts';

/** What is told of one event, in a few words for its server's column. */
export interface Told {
  readonly server: number;
  /** Empty for a message that deserves a line only if its receiver does something worth telling. */
  readonly words: string;
  /** The same where the column is too narrow. */
  readonly short?: string;
  /** The server that the message came from: drawn as an arrow with one of `labels` at its tail. */
  readonly from?: number;
  /** Names for the message, the longest first; the first that fits is taken. */
  readonly labels?: readonly string[];
}

/** What came before an event; texts are JSON. */
export interface Past {
  /** What began the step that the event belongs to; null outside of steps. */
  readonly trigger: ServerEvent | null;
  /** What the step did before. */
  readonly effects: readonly Effect[];
  /** State on the server's disk; null while nothing was saved. */
  saved(server: number): string | null;
  /** What the probe last said of the server, also before a restart; null while it said nothing. */
  observed(server: number): string | null;
  /** The request that the server received under this number. */
  request(call: number): { readonly from: number; readonly method: string } | undefined;
}

/** What a lab says of one event; null to leave it to the story, which knows crashes and faults. */
export type Describe = (event: TraceEvent, past: Past) => Told | null;

export interface StoryOptions {
  /** What the processes are called, in the order of their numbers. */
  readonly names: readonly string[];
  readonly describe: Describe;
  /** Lines at most, but for those of `keptUs`. */
  readonly lines: number;
  /** Times whose lines are told however long ago they were, such as those of the evidence. */
  readonly isKept?: (atUs: number) => boolean;
  /** When the run ended, and in a word how; marks the place. */
  readonly end?: { readonly atUs: number; readonly words: string };
}

/** The last relevant events of a run: one line per state change, a column per server. */
export function tellStory(events: readonly TraceEvent[], options: StoryOptions): string[] {
  const { names, lines, isKept = () => false, end } = options;
  const rows = shorten(new Teller(options.describe, names).tell(events));
  const from = Math.max(0, rows.length - lines);
  const told: Row[] = [];
  let skipped = 0;
  for (const [at, row] of rows.entries()) {
    if (at < from && (row.atUs === null || !isKept(row.atUs))) {
      skipped++;
      continue;
    }
    if (skipped > 0 && told.length > 0) told.push({ atUs: null, cells: [], across: '...' });
    skipped = 0;
    told.push(row);
  }
  return [...drawRows(told, names, end), ...tellDisks(told, names)];
}

/** Disks told below a story: those of the last restarts, with which most riddles are solved. */
const DISKS_TOLD = 2;
/** Lines for one disk: enough for the state of a short run, few enough for a screen. */
const DISK_LINES = 3;

function tellDisks(rows: readonly Row[], names: readonly string[]): string[] {
  const disks = new Map<number, string[]>();
  for (const { atUs, cells } of rows) {
    for (const { server, disk } of cells) {
      if (disk === undefined || atUs === null) continue;
      disks.delete(server);
      const head = `${names[server]} restarted at ${seconds(atUs)} with this on its disk:`;
      disks.set(server, [head, ...wrap(disk, WIDTH - 2, DISK_LINES).map((line) => `  ${line}`)]);
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
