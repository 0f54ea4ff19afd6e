import { isClusterSize, tellSize } from '../../harness/scenario/cluster-size.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { Selection } from '../run/select.ts';
import type { ScenarioReport, TestReport } from '../run/test-submission.ts';
import { colour } from './colour.ts';
import { fold } from './fold.ts';
import { onScreen, USUAL_WIDTH } from './screen.ts';
import { sumUpVerdict } from './verdict-words.ts';

/** Letters of a scenario's title at most: on the narrowest screen it takes two lines. */
export const TITLE = 44;
/** Columns for the sign in front of a title, how many runs passed, and how much was simulated. */
const SIGN = 8;
const TALLY = 9;
const TIME = 11;
const GAP = 2;
/** Blanks in front of a way to fail. */
const WAY_INDENT = 10;

/** How a table of scenarios is laid out. */
export interface Table {
  /** Columns of the screen. */
  readonly screen: number;
  /** Columns of the whole table. */
  readonly width: number;
  /** Columns for a title and an id. */
  readonly cell: number;
}

/** As wide as the longest of the scenarios needs it, and no wider than the screen. */
export function tableOf({ scenarios }: Pick<Selection, 'scenarios'>, screen: number): Table {
  const others = SIGN + TALLY + TIME;
  const longest = Math.max(...scenarios.map(({ title, id }) => title.length + GAP + id.length));
  const width = Math.min(screen, Math.max(USUAL_WIDTH, longest + others));
  return { screen, width, cell: width - others };
}

/** What is about to run: `Lab 3A  Raft: leader election`, how much of it, and the heads of the table. */
export function heading(
  what: string,
  { lab, scenarios }: Selection,
  { runs, jobs }: { readonly runs: number; readonly jobs: number },
  { width, cell }: Table,
): string[] {
  const part = lab.parts.find((each) => each.id.toLowerCase() === what.toLowerCase());
  const title = part === undefined ? lab.title : `${lab.title}: ${part.title}`;
  const much = [count(scenarios.length, 'scenario'), count(runs, 'run'), count(jobs, 'process')];
  const name = `Lab ${part?.id ?? lab.number}  ${title}`;
  const words = much.join(', ');
  const room = width - name.length;
  const first =
    words.length + GAP <= room
      ? [`${colour.bold(name)}${words.padStart(room)}`]
      : [...fold(name, width).map((line) => colour.bold(line)), words.padStart(width)];
  const heads = 'scenario'.padEnd(cell - 'id'.length) + 'id';
  return [
    ...first,
    `${' '.repeat(SIGN)}${heads}${'passed'.padStart(TALLY)}${'simulated'.padStart(TIME)}`,
  ];
}

/** The part's name where the scenarios of several parts are listed. */
export function partHeading({ lab, scenarios }: Selection, scenario: Scenario): string | null {
  const isFirst = scenarios.find((each) => each.part === scenario.part) === scenario;
  const isOnly = scenarios.every((each) => each.part === scenario.part);
  const part = lab.parts.find((each) => each.id === scenario.part);
  return isFirst && !isOnly && part !== undefined ? `${part.id}  ${part.title}` : null;
}

/** One scenario's line, and below it a line for each way in which it failed. */
export function scenarioLines(report: ScenarioReport, table: Table): string[] {
  const { scenario, runs } = report;
  const passed = runs.filter(({ result }) => result.verdict.kind === 'passed').length;
  const virtualUs = runs.reduce((sum, { result }) => sum + result.virtualUs, 0);
  const each = (virtualUs / 1_000_000 / Math.max(1, runs.length)).toFixed(1);
  const isOpen = report.verdict === 'undecided' && passed === runs.length;
  const tally = `${passed}/${runs.length}`.padStart(TALLY);
  const time = (isOpen ? 'unfinished' : `${each} s`).padStart(TIME);
  const [first = '', ...others] = titleLines(scenario, table.cell);
  return [
    `  ${sign(report)}  ${first}${tally}${time}`,
    ...others.map((line) => `${' '.repeat(SIGN)}${line}`),
    ...waysToFail(report).flatMap((way) => wayLines(way, table.screen)),
  ];
}

/** A title, and at the end of its last line the id: of both, every letter is shown. */
function titleLines({ title, id }: Scenario, cell: number): string[] {
  const lines = fold(title, cell);
  const last = lines.at(-1) ?? '';
  if (last.length + GAP + id.length <= cell) {
    lines[lines.length - 1] = last + colour.dim(id.padStart(cell - last.length));
  } else lines.push(colour.dim(id.padStart(cell)));
  return lines.map((line, at) => (at === 0 ? line.padEnd(cell) : line));
}

/** Lines for one way to fail: what a server threw may be as long as a book. */
const WAY_LINES = 3;
const CUT = ' ..';

function wayLines(way: string, screen: number): string[] {
  const lines = fold(onScreen(way), screen - WAY_INDENT - CUT.length);
  const shown = lines.slice(0, WAY_LINES);
  if (lines.length > WAY_LINES) shown[WAY_LINES - 1] += CUT;
  return shown.map((line, at) => `${' '.repeat(at === 0 ? WAY_INDENT : WAY_INDENT + GAP)}${line}`);
}

function sign({ verdict }: ScenarioReport): string {
  if (verdict === 'passed') return colour.green('ok  ');
  if (verdict === 'undecided') return colour.yellow('open');
  // Nobody's fault, and not counted.
  if (verdict === 'harness-error') return colour.yellow('void');
  return colour.red('FAIL');
}

function waysToFail({ runs }: ScenarioReport): string[] {
  const ways = new Map<string, { words: string; seeds: number }>();
  for (const { result } of runs) {
    if (result.verdict.kind === 'passed') continue;
    const words = sumUpVerdict(result.verdict);
    // Terms, times and servers differ from seed to seed.
    const key = words.replaceAll(/\d+/g, '#');
    ways.set(key, { words: ways.get(key)?.words ?? words, seeds: (ways.get(key)?.seeds ?? 0) + 1 });
  }
  return [...ways.values()].map(({ words, seeds }) => `${count(seeds, 'seed')}: ${words}`);
}

/** What `--scenario` takes, what it is, and below it what the student is held to. */
export function listed(scenarios: readonly Scenario[], screen: number): string[] {
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  return scenarios.flatMap(({ id, part, title, processes, seeds, holdsTo }) => {
    const isRange = typeof processes !== 'number' && isClusterSize(processes);
    const size = isRange ? `, ${tellSize(processes)} servers` : '';
    const promise = fold(holdsTo, screen - 4);
    const words = `${title}${size} (${count(seeds, 'seed')})`;
    const line = `${part}  ${id.padEnd(width)}  ${words}`;
    return [
      ...(line.length <= screen
        ? [line]
        : [`${part}  ${id}`, ...fold(words, screen - 4).map((each) => `    ${each}`)]),
      ...promise.map((each) => `    ${each}`),
    ];
  });
}

/** Points of each part that was run, and of all. */
export function pointsLine(report: TestReport): string {
  const parts = new Map<string, { points: number; max: number }>();
  for (const { scenario, points, verdict } of report.scenarios) {
    const part = parts.get(scenario.part) ?? { points: 0, max: 0 };
    const max = verdict === 'harness-error' ? 0 : scenario.points;
    parts.set(scenario.part, { points: part.points + points, max: part.max + max });
  }
  const all = `${report.points}/${report.maxPoints} points`;
  if (parts.size < 2) return all;
  const each = [...parts].map(([id, { points, max }]) => `${id} ${points}/${max}`);
  return `${all}: ${each.join('   ')}`;
}

/** How much was simulated, in how much real time. */
export function effort({ virtualUs }: TestReport, wallMs: number): string {
  return `${duration(virtualUs)} simulated in ${(wallMs / 1_000).toFixed(1)} s.`;
}

function duration(virtualUs: number): string {
  const seconds = virtualUs / 1_000_000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  if (seconds < 6_000) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

/** What to run after a pass: the whole part after a scenario, then the next part, then the next lab. */
export function nextTest(
  what: string,
  { lab, scenarios }: Selection,
  labs: readonly Lab[],
): string | null {
  const part = lab.parts.find((each) => each.id.toLowerCase() === what.toLowerCase());
  const all = lab.scenarios.filter((each) => part === undefined || each.part === part.id);
  if (scenarios.length < all.length) return part?.id ?? lab.id;
  const nextPart = part === undefined ? undefined : lab.parts[lab.parts.indexOf(part) + 1];
  return nextPart?.id ?? labs.find((each) => each.number > lab.number)?.id ?? null;
}

/** The first run that failed: the one that is explained. */
export function firstFailure(
  report: ScenarioReport,
): { readonly seed: number; readonly verdict: Verdict; readonly traceHash: string } | undefined {
  const failed = report.runs.find(({ result }) => result.verdict.kind !== 'passed');
  if (failed === undefined) return undefined;
  const { verdict, traceHash } = failed.result;
  return { seed: failed.seed, verdict, traceHash };
}

function count(n: number, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  return `${n} ${n === 1 ? noun : plural}`;
}
