import { isClusterSize, tellSize } from '../../harness/scenario/cluster-size.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { Selection } from '../run/select.ts';
import { UNSAFE_SHARE } from '../run/unsafe-parts.ts';
import type { ScenarioReport, TestReport } from '../run/test-submission.ts';
import { colour } from './colour.ts';
import { fold } from './fold.ts';
import { sumUpVerdict } from './verdict-words.ts';

/** Columns of a terminal that every report fits. */
const WIDTH = 80;
/** Columns for a scenario's title. */
export const TITLE = 44;

/** What is about to run: `Lab 3A  Raft: leader election`, and how much of it. */
export function heading(
  what: string,
  { lab, scenarios }: Selection,
  runs: number,
  jobs: number,
): string {
  const part = lab.parts.find((each) => each.id.toLowerCase() === what.toLowerCase());
  const title = part === undefined ? lab.title : `${lab.title}: ${part.title}`;
  const much = [count(scenarios.length, 'scenario'), count(runs, 'run'), count(jobs, 'process')];
  const name = `Lab ${part?.id ?? lab.number}  ${title}`;
  const words = much.join(', ');
  return `${colour.bold(name)}${words.padStart(Math.max(WIDTH - name.length, words.length + 2))}`;
}

/** The part's name where the scenarios of several parts are listed. */
export function partHeading({ lab, scenarios }: Selection, scenario: Scenario): string | null {
  const isFirst = scenarios.find((each) => each.part === scenario.part) === scenario;
  const isOnly = scenarios.every((each) => each.part === scenario.part);
  const part = lab.parts.find((each) => each.id === scenario.part);
  return isFirst && !isOnly && part !== undefined ? `${part.id}  ${part.title}` : null;
}

/** One scenario's line, and below it a line for each way in which it failed. */
export function scenarioLines(report: ScenarioReport): string[] {
  const { scenario, runs } = report;
  const passed = runs.filter(({ result }) => result.verdict.kind === 'passed').length;
  const virtualUs = runs.reduce((sum, { result }) => sum + result.virtualUs, 0);
  const each = (virtualUs / 1_000_000 / Math.max(1, runs.length)).toFixed(1);
  const title = cut(scenario.title, TITLE).padEnd(TITLE);
  const tally = `${passed}/${runs.length}`.padStart(8);
  const isOpen = report.verdict === 'undecided' && passed === runs.length;
  const note = isOpen ? '  not finished' : `${each.padStart(7)} s simulated`;
  const line = `  ${sign(report)}  ${title}${tally}${note}`;
  return [line, ...waysToFail(report).map((way) => `          ${cut(way, WIDTH - 10)}`)];
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
export function listed(scenarios: readonly Scenario[]): string[] {
  const width = Math.max(...scenarios.map(({ id }) => id.length));
  return scenarios.flatMap(({ id, part, title, processes, seeds, holdsTo }) => {
    const isRange = typeof processes !== 'number' && isClusterSize(processes);
    const size = isRange ? `, ${tellSize(processes)} servers` : '';
    const promise = fold(holdsTo, WIDTH - 4);
    return [
      `${part}  ${id.padEnd(width)}  ${title}${size} (${count(seeds, 'seed')})`,
      ...promise.map((line) => `    ${line}`),
    ];
  });
}

/** Points of each part that was run, and of all. */
export function pointsLine(report: TestReport): string {
  const parts = new Map<string, { points: number; max: number }>();
  for (const { scenario, points, verdict } of report.scenarios) {
    const part = parts.get(scenario.part) ?? { points: 0, max: 0 };
    const max = verdict === 'harness-error' ? 0 : scenario.points;
    const counted = report.unsafe.has(scenario.part) ? points * UNSAFE_SHARE : points;
    parts.set(scenario.part, { points: part.points + counted, max: part.max + max });
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

function cut(text: string, room: number): string {
  return text.length <= room ? text : `${text.slice(0, room - 2)}..`;
}
