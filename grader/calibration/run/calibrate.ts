import type { Lab, Scenario } from '../../../harness/scenario/scenario.ts';
import { compileSubmission, type CompiledSubmission } from '../../compile/compile.ts';
import { SAMPLED, type Isolation } from '../../run/isolation.ts';
import { WorkerPool } from '../../run/pool.ts';
import type { Runner } from '../../run/runner.ts';
import { firstSeeds } from '../../run/select.ts';
import { testSubmission, type ScenarioReport, type TestReport } from '../../run/test-submission.ts';
import { inOrder } from './in-order.ts';
import { MUTANTS_MIN, trialsOf, type LabCalibration, type Mutant } from './mutant.ts';
import { compileStyle, TEMPLATE } from './workspace.ts';

export interface ReferenceReport {
  readonly name: string;
  readonly runs: number;
  readonly falseFailures: number;
  /** The runs that failed, as 'scenario seed verdict'. */
  readonly failures: readonly string[];
  /** Scenarios whose adversary never came to its last step: their passes prove nothing. */
  readonly vacuous: readonly string[];
}

export interface MutantReport {
  /** The mutant's name and the style that it was tried on. */
  readonly name: string;
  readonly wrong: boolean;
  readonly killed: boolean;
  /** Of the scenarios that were tried. */
  readonly killedBy: readonly string[];
  /** Runs up to and with the first that failed, in the order of trying. */
  readonly runsToFirstKill: number | null;
}

export interface Calibration {
  readonly passed: boolean;
  readonly references: readonly ReferenceReport[];
  readonly template: { readonly points: number };
  readonly mutants: readonly MutantReport[];
  /** Seeds that were run in both ways of isolation, and those that then differed. */
  readonly sample: { readonly runs: number; readonly different: number };
  /** How many mutants the lab lacks. */
  readonly missing: number;
  /** Exploration scenarios that killed no wrong mutant; not looked for where only some are tried. */
  readonly idleScenarios: readonly string[];
}

export interface CalibrationOptions {
  /** Seeds for each scenario, or undefined for each scenario's own default. */
  readonly seeds: number | undefined;
  readonly jobs: number;
  readonly isolation?: Isolation;
  /** Only mutants whose name contains this text; empty for all. */
  readonly only: string;
  /** Only this style; undefined for all. */
  readonly style?: string | undefined;
  /** Every scenario for every mutant, and not only until one that must kill it has. */
  readonly full?: boolean;
  readonly onReference?: (report: ReferenceReport) => void;
  readonly onMutant?: (report: MutantReport, done: number, of: number) => void;
}

/** Runs every reference, the empty template and every mutant in every style it fits against the lab. */
export async function calibrate(
  lab: Lab,
  calibration: LabCalibration,
  options: CalibrationOptions,
): Promise<Calibration> {
  const runner = new WorkerPool(options.jobs);
  try {
    const sample = { runs: 0, different: 0 };
    return await calibrateIn({ lab, calibration, options, runner, sample });
  } finally {
    runner.close();
  }
}

interface Bench {
  readonly lab: Lab;
  readonly calibration: LabCalibration;
  readonly options: CalibrationOptions;
  readonly runner: Runner;
  readonly sample: { runs: number; different: number };
}

async function calibrateIn(bench: Bench): Promise<Calibration> {
  const { lab, calibration, options } = bench;
  const styles = calibration.styles.filter((each) => each === (options.style ?? each));
  const references: ReferenceReport[] = [];
  for (const name of styles) {
    const submission = await compileStyle(lab, name);
    const report = referenceReport(name, await run(bench, submission, lab.scenarios, false));
    references.push(report);
    options.onReference?.(report);
  }
  const template = await run(bench, await compileSubmission(TEMPLATE, lab));
  const mutants = await tryMutants(bench, styles);
  const killers = new Set(mutants.filter((each) => each.wrong).flatMap((each) => each.killedBy));
  const isWhole = options.only === '' && options.style === undefined;
  const idleScenarios = lab.scenarios
    .filter((each) => isWhole && each.kind === 'exploration' && !killers.has(each.id))
    .map((each) => each.id);
  const missing = Math.max(0, MUTANTS_MIN - calibration.mutants.length);
  const passed =
    missing === 0 &&
    references.every((each) => each.falseFailures === 0 && each.vacuous.length === 0) &&
    mutants.every((each) => each.killed === each.wrong) &&
    idleScenarios.length === 0 &&
    template.points === 0 &&
    bench.sample.different === 0;
  const { sample } = bench;
  return {
    passed,
    references,
    template: { points: template.points },
    mutants,
    sample,
    missing,
    idleScenarios,
  };
}

/** Tries all mutants, as many at once as there are processes; tells of them in their order. */
function tryMutants(bench: Bench, styles: readonly string[]): Promise<MutantReport[]> {
  const { calibration, options } = bench;
  return inOrder(trialsOf(calibration.mutants, styles, options.only), {
    atOnce: options.jobs,
    work: ({ mutant, style }) => tryMutant(bench, mutant, style),
    ...(options.onMutant === undefined ? {} : { onDone: options.onMutant }),
  });
}

/**
 * Tries the scenarios that must kill a wrong mutant first; the others only when those do not, or when
 * the whole matrix is asked for. A harmless mutant is tried on all.
 */
async function tryMutant(bench: Bench, mutant: Mutant, style: string): Promise<MutantReport> {
  const { lab, options } = bench;
  const submission = await compileStyle(lab, style, mutant.edits[style] ?? []);
  const named = lab.scenarios.filter(({ id }) => mutant.killedBy.includes(id));
  const others = lab.scenarios.filter(({ id }) => !mutant.killedBy.includes(id));
  const tried: ScenarioReport[] = [];
  for (const scenarios of [named, others]) {
    if (tried.some(isKill) && options.full !== true) break;
    tried.push(...(await run(bench, submission, scenarios)).scenarios);
  }
  const results = tried.flatMap(({ runs }) => runs);
  const first = results.findIndex(({ result }) => result.verdict.kind !== 'passed');
  const killedBy = tried.filter(isKill).map(({ scenario }) => scenario.id);
  return {
    name: `${mutant.name} (${style})`,
    wrong: mutant.wrong,
    killed: killedBy.length > 0,
    killedBy,
    runsToFirstKill: first < 0 ? null : first + 1,
  };
}

function isKill({ verdict }: ScenarioReport): boolean {
  return verdict !== 'passed' && verdict !== 'harness-error';
}

async function run(
  { lab, options, runner, sample }: Bench,
  submission: CompiledSubmission,
  scenarios: readonly Scenario[] = lab.scenarios,
  untilFailure = true,
): Promise<TestReport> {
  const report = await testSubmission({ lab, scenarios }, submission, {
    seedsOf: ({ seeds }) => firstSeeds(options.seeds ?? seeds),
    jobs: runner,
    stop: { stopped: false },
    isolation: options.isolation ?? SAMPLED,
    untilFailure,
  });
  sample.runs += report.sample.runs;
  sample.different += report.sample.different;
  return report;
}

function referenceReport(name: string, { scenarios }: TestReport): ReferenceReport {
  const runs = scenarios.reduce((sum, each) => sum + each.runs.length, 0);
  const failures = scenarios.flatMap((each) =>
    each.runs
      .filter(({ result }) => result.verdict.kind !== 'passed')
      .map(({ seed, result }) => `${each.scenario.id} ${seed} ${result.verdict.kind}`),
  );
  const vacuous = scenarios.filter(({ reached }) => reached === 0).map((each) => each.scenario.id);
  return { name, runs, falseFailures: failures.length, failures, vacuous };
}
