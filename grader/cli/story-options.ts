import { processesOf, type Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { callOf, type RowFilter } from '../../harness/story/filter.ts';
import { spokenName, type Member } from '../../harness/vocabulary/role.ts';
import { ownWidth } from '../report/screen.ts';
import type { StoryLimits } from '../report/tell-failure.ts';
import { readCount, UsageError } from '../run/select.ts';

/** What of a run is told, as the user typed it. */
export interface StoryOptions {
  readonly until?: string;
  readonly lines?: string;
  readonly log?: boolean;
  readonly server?: string;
  readonly from?: string;
  readonly to?: string;
  readonly call?: string;
  readonly grep?: string;
}

/** Lines of a story, unless more is asked for. */
const LINES = 40;
/** Letters of a logged line on a screen: with more, the lines around it would be out of sight. */
const SCREEN_LETTERS_MAX = 2_000;

/** What of a run is told; throws `UsageError` for what cannot be read, or names nothing of the run. */
export function readStoryOptions(
  options: StoryOptions,
  scenario: Scenario,
  seed: number,
): StoryLimits {
  const { log, lines, until } = options;
  const filter = readFilter(options, processesOf(scenario, seed));
  const isWhole = log === true || filter !== undefined;
  const all = isWhole ? Infinity : LINES;
  const lettersMax = process.stdout.isTTY ? SCREEN_LETTERS_MAX : Infinity;
  return {
    width: ownWidth(),
    lines: lines === undefined ? all : readCount('--lines', lines, 1),
    logs: { isWhole, lettersMax },
    filter,
    ...(until === undefined ? {} : { untilUs: readTime('--until', until) }),
  };
}

function readFilter(
  { server, from, to, call, grep }: StoryOptions,
  members: readonly Member[],
): RowFilter | undefined {
  if ([server, from, to, call, grep].every((each) => each === undefined)) return undefined;
  return {
    ...(server === undefined ? {} : { processes: readServers(server, members) }),
    ...(from === undefined ? {} : { fromUs: readTime('--from', from) }),
    ...(to === undefined ? {} : { untilUs: readTime('--to', to) }),
    ...(call === undefined ? {} : { call }),
    ...(grep === undefined ? {} : { grep }),
  };
}

/** `1`, `server 1`, `clerk-2`, or several of them with commas between. */
function readServers(text: string, members: readonly Member[]): ReadonlySet<number> {
  return new Set(text.split(',').map((each) => readServer(each.trim(), members)));
}

function readServer(text: string, members: readonly Member[]): number {
  const number = /^\d+$/.test(text)
    ? members.findIndex(({ name }) => name === `server-${text}`)
    : -1;
  if (number >= 0) return number;
  const at = members.findIndex((each) => [each.name, spokenName(each)].includes(text));
  if (at >= 0) return at;
  const names = members.map((each) => spokenName(each)).join(', ');
  throw new UsageError(
    `--server takes who is in this run, with commas between: ${names}; got '${text}'`,
  );
}

/** Virtual time in microseconds. */
function readTime(option: string, text: string): number {
  if (!/^\d+(?:\.\d+)?$/.test(text)) {
    throw new UsageError(`${option} takes seconds of virtual time, such as 1.5; got '${text}'`);
  }
  return Math.round(Number(text) * 1_000_000);
}

/** Throws `UsageError` when nobody in the run has made the call that is asked for. */
export function checkCall(filter: RowFilter | undefined, events: readonly TraceEvent[]): void {
  if (filter?.call === undefined) return;
  const calls = new Set(events.flatMap((each) => (each.kind === 'event' ? [callOf(each)] : [])));
  calls.delete('');
  if (calls.has(filter.call)) return;
  const there = [...calls].toSorted().join(', ');
  throw new UsageError(
    `--call takes a method that is called in this run: ${there}; got '${filter.call}'`,
  );
}
