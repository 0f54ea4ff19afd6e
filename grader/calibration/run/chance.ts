import type { Lab, Scenario } from '../../../harness/scenario/scenario.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import { WorkerPool } from '../../run/pool.ts';
import type { Runner } from '../../run/runner.ts';
import { testSubmission } from '../../run/test-submission.ts';
import { inOrder } from './in-order.ts';
import { trialsOf, type LabCalibration, type Mutant, type Trial } from './mutant.ts';
import { compileStyle } from './workspace.ts';

/** How often a mutant died in one scenario, on seeds that no default run has. */
export interface Deaths {
  readonly scenario: Scenario;
  readonly deaths: number;
  readonly runs: number;
}

/** How sure a wrong mutant is to die when its scenarios are run with their default seeds. */
export interface Chance {
  readonly mutant: Mutant;
  readonly style: string;
  /** From 0 to 1; a lower estimate, see `chanceOf`. */
  readonly chance: number;
  /** Scenarios that were played, as far as it took to be sure. */
  readonly played: readonly Deaths[];
  /** Whether it dies for sure, or in two scenarios. */
  readonly isSure: boolean;
}

export interface ChanceOptions {
  readonly jobs: number;
  /** Only mutants whose name contains this text; empty for all. */
  readonly only: string;
  /** Only this style; undefined for all. */
  readonly style?: string | undefined;
  readonly onChance?: (chance: Chance, done: number, of: number) => void;
}

/** The chance from which on a death is no luck. */
const SURE = 0.99;
/** Where fresh seeds begin: far from the defaults, which end at some hundred. */
const FIRST_FRESH_SEED = 7_001;
/** Enough fresh seeds at once to see a scenario that always kills. */
const BATCH = 10;
/** Fresh seeds of one scenario at the most: a chance of one in forty is seen more often than not. */
const FRESH_MAX = 40;

/** Plays every wrong mutant on fresh seeds until it is sure to die in a default run, or all is tried. */
export async function measureChances(
  lab: Lab,
  { mutants, styles }: LabCalibration,
  { jobs, only, style, onChance }: ChanceOptions,
): Promise<Chance[]> {
  const runner = new WorkerPool(jobs);
  const wrong = mutants.filter((each) => each.wrong);
  const tried = styles.filter((each) => each === (style ?? each));
  try {
    return await inOrder(trialsOf(wrong, tried, only), {
      atOnce: jobs,
      work: (trial) => measure(lab, trial, runner),
      ...(onChance === undefined ? {} : { onDone: onChance }),
    });
  } finally {
    runner.close();
  }
}

/** The scenarios that must kill it first; the others only while it may still survive. */
async function measure(lab: Lab, { mutant, style }: Trial, runner: Runner): Promise<Chance> {
  const submission = await compileStyle(lab, style, mutant.edits[style] ?? []);
  const isNamed = ({ id }: Scenario): boolean => mutant.killedBy.includes(id);
  const named = lab.scenarios.filter(isNamed);
  const others = lab.scenarios.filter((each) => !isNamed(each));
  const played: Deaths[] = [];
  for (const scenario of [...named, ...others]) {
    if (isSure(played)) break;
    let deaths: Deaths = { scenario, deaths: 0, runs: 0 };
    while (deaths.runs < FRESH_MAX && !isSure([...played, deaths])) {
      deaths = await playOn(lab, deaths, submission, runner);
      // A scenario that is not named and has shown nothing is not likely to.
      if (deaths.deaths === 0 && !isNamed(scenario)) break;
    }
    if (deaths.deaths > 0 || isNamed(scenario)) played.push(deaths);
  }
  return { mutant, style, chance: chanceOf(played), played, isSure: isSure(played) };
}

async function playOn(
  lab: Lab,
  { scenario, deaths, runs }: Deaths,
  submission: CompiledSubmission,
  runner: Runner,
): Promise<Deaths> {
  const first = FIRST_FRESH_SEED + runs;
  const report = await testSubmission({ lab, scenarios: [scenario] }, submission, {
    seedsOf: () => Array.from({ length: BATCH }, (_, i) => first + i),
    jobs: runner,
    stop: { stopped: false },
  });
  const verdicts = (report.scenarios[0]?.runs ?? []).map(({ result }) => result.verdict.kind);
  if (verdicts.length === 0) throw new Error(`no run of ${scenario.id} came to an end`);
  const bad = verdicts.filter((kind) => kind !== 'passed' && kind !== 'harness-error').length;
  return { scenario, deaths: deaths + bad, runs: runs + verdicts.length };
}

/**
 * The chance that one seed or more of the default runs kills. Of each scenario's share of deaths one
 * run is taken off, so that few runs promise little.
 */
export function chanceOf(played: readonly Deaths[]): number {
  const survives = played.reduce(
    (product, { scenario, deaths, runs }) => product * (1 - deaths / (runs + 1)) ** scenario.seeds,
    1,
  );
  return 1 - survives;
}

/** Whether it is sure to die, or dies in two scenarios that each are more likely to kill it than not. */
export function isSure(played: readonly Deaths[]): boolean {
  const likely = played.filter((each) => chanceOf([each]) >= 0.5);
  return likely.length >= 2 || chanceOf(played) >= SURE;
}
