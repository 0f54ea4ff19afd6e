import { createHash } from 'node:crypto';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { FAST, type Isolation } from './isolation.ts';
import { WorkerPool } from './pool.ts';
import type { Job, Runner } from './runner.ts';
import type { Selection } from './select.ts';
import { UNSAFE_SHARE, unsafeParts } from './unsafe-parts.ts';

/** What came of one scenario over all its seeds. */
export interface ScenarioReport {
  readonly scenario: Scenario;
  /** In the order of the seeds, up to the first that overran: what comes after it is not run. */
  readonly runs: readonly { readonly seed: number; readonly result: RunResult }[];
  readonly verdict: Verdict['kind'];
  /** In the report of a whole test, those of an unsafe part are less. */
  readonly points: number;
  /** How often an adversary reached its last step over all runs; null for scenarios without one. */
  readonly reached: number | null;
}

export interface TestReport {
  readonly scenarios: readonly ScenarioReport[];
  /** Parts in which a promise of safety was broken, so that their points count less. */
  readonly unsafe: ReadonlySet<string>;
  readonly passed: boolean;
  readonly points: number;
  /** Without the scenarios in which the harness failed: they cost no points and give none. */
  readonly maxPoints: number;
  readonly events: number;
  readonly virtualUs: number;
  /** Seeds that were run a second time with a realm for each incarnation, and those that then differed. */
  readonly sample: { readonly runs: number; readonly different: number };
  /** Fingerprint of every run's trace, in the order of scenarios and seeds. */
  readonly traceHash: string;
}

/** Seeds in one job: few, so that both cores stay busy and the first verdict comes soon. */
const SEEDS_PER_JOB = 5;

export interface TestOptions {
  readonly seedsOf: (scenario: Scenario) => readonly number[];
  /** Where the runs are made: a runner that lives on, or so many processes for this test alone. */
  readonly jobs: Runner | number;
  readonly stop: { readonly stopped: boolean };
  /** How far apart incarnations are kept; `FAST` by default. */
  readonly isolation?: Isolation;
  /** Leave out a scenario's further seeds once one has failed. */
  readonly untilFailure?: boolean;
  readonly onScenario?: (report: ScenarioReport) => void;
  readonly onRun?: (result: RunResult) => void;
}

/** Runs the selected scenarios; `onScenario` gets each report in the scenarios' order. */
export async function testSubmission(
  selection: Selection,
  submission: CompiledSubmission,
  options: TestOptions,
): Promise<TestReport> {
  const { jobs } = options;
  if (typeof jobs !== 'number') return testIn(jobs, selection, submission, options);
  const pool = new WorkerPool(jobs);
  try {
    return await testIn(pool, selection, submission, options);
  } finally {
    pool.close();
  }
}

async function testIn(
  runner: Runner,
  { scenarios, lab }: Selection,
  submission: CompiledSubmission,
  options: TestOptions,
): Promise<TestReport> {
  const results = new Map<string, Map<number, RunResult>>(
    scenarios.map((each) => [each.id, new Map()]),
  );
  const failed = new Set<string>();
  const allSeeds = new Map(scenarios.map((each) => [each.id, options.seedsOf(each)]));
  // Hidden seeds have an order of their own, so a seed counts by its place.
  const placeOf = (scenario: string, seed: number): number =>
    allSeeds.get(scenario)?.indexOf(seed) ?? -1;
  /** The first place at which a seed overran, by scenario: no later one is of interest. */
  const lastPlaces = new Map<string, number>();
  const seedsOf = (scenario: Scenario): readonly number[] => {
    const seeds = allSeeds.get(scenario.id) ?? [];
    return seeds.slice(0, (lastPlaces.get(scenario.id) ?? seeds.length) + 1);
  };
  const reports: ScenarioReport[] = [];
  const report = (atEnd: boolean): void => {
    for (let next = scenarios[reports.length]; next; next = scenarios[reports.length]) {
      const seeds = seedsOf(next);
      const runs = results.get(next.id) ?? new Map<number, RunResult>();
      if (!atEnd && !seeds.every((seed) => runs.has(seed))) return;
      const done = summarize(next, seeds, runs);
      reports.push(done);
      options.onScenario?.(done);
    }
  };
  const { isolation = FAST } = options;
  const sample = { runs: 0, different: 0 };
  const jobs = scenarios.flatMap((each) =>
    split({ lab: lab.id, scenario: each.id, isolation, seeds: allSeeds.get(each.id) ?? [] }),
  );
  await runner.run(jobs, submission, {
    onResult({ scenario, seed, result, isSame }) {
      if (isSame !== undefined) sample.runs++;
      if (isSame === false) sample.different++;
      results.get(scenario)?.set(seed, result);
      if (result.verdict.kind !== 'passed') failed.add(scenario);
      if (result.verdict.kind === 'overrun') {
        const place = placeOf(scenario, seed);
        lastPlaces.set(scenario, Math.min(place, lastPlaces.get(scenario) ?? place));
      }
      options.onRun?.(result);
      report(false);
    },
    isStopped: () => options.stop.stopped,
    isWanted: ({ scenario, seeds: [first = 0] }) =>
      placeOf(scenario, first) <= (lastPlaces.get(scenario) ?? Infinity) &&
      (options.untilFailure !== true || !failed.has(scenario)),
  });
  report(true);
  return { ...total(reports), sample };
}

function split(whole: Job): Job[] {
  const jobs: Job[] = [];
  for (let at = 0; at < whole.seeds.length; at += SEEDS_PER_JOB) {
    jobs.push({ ...whole, seeds: whole.seeds.slice(at, at + SEEDS_PER_JOB) });
  }
  return jobs;
}

function summarize(
  scenario: Scenario,
  seeds: readonly number[],
  results: ReadonlyMap<number, RunResult>,
): ScenarioReport {
  const runs = seeds.flatMap((seed) => {
    const result = results.get(seed);
    return result === undefined ? [] : [{ seed, result }];
  });
  const bad = runs.filter(({ result }) => result.verdict.kind !== 'passed');
  // What the submission did wrong counts before what the harness did.
  const failed = bad.find(({ result }) => result.verdict.kind !== 'harness-error') ?? bad[0];
  const complete = runs.length === seeds.length && runs.length > 0;
  const verdict = failed?.result.verdict.kind ?? (complete ? 'passed' : 'undecided');
  const points = verdict === 'passed' ? scenario.points : 0;
  return { scenario, runs, verdict, points, reached: totalReached(runs) };
}

function totalReached(runs: ScenarioReport['runs']): number | null {
  const counts = runs.flatMap(({ result }) => Object.values(result.reached));
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0);
}

function total(scenarios: readonly ScenarioReport[]): Omit<TestReport, 'sample'> {
  const hash = createHash('sha256');
  const unsafe = unsafeParts(
    scenarios.map(({ scenario: { part }, runs, verdict }) => {
      const verdicts = runs.map(({ result }) => result.verdict);
      return { part, isFull: verdict === 'passed', verdicts };
    }),
  );
  let events = 0;
  let virtualUs = 0;
  let points = 0;
  let maxPoints = 0;
  const counted = scenarios.map((each) =>
    unsafe.has(each.scenario.part) ? { ...each, points: each.points * UNSAFE_SHARE } : each,
  );
  for (const { scenario, runs, verdict, points: given } of counted) {
    points += given;
    if (verdict !== 'harness-error') maxPoints += scenario.points;
    for (const { seed, result } of runs) {
      hash.update(`${scenario.id} ${seed} ${result.traceHash}\n`);
      events += result.events;
      virtualUs += result.virtualUs;
    }
  }
  const passed = scenarios.every((each) => each.verdict === 'passed');
  const traceHash = hash.digest('hex').slice(0, 16);
  return { scenarios: counted, unsafe, passed, points, maxPoints, events, virtualUs, traceHash };
}
