import type { Lab } from '../../../harness/scenario/scenario.ts';
import { fileURLToPath } from 'node:url';
import { compileSubmission, type CompiledSubmission } from '../../realm/compile.ts';
import { firstSeeds } from '../../run/select.ts';
import { testSubmission, type TestReport } from '../../run/test-submission.ts';
import { MUTANTS } from '../mutants/all.ts';
import type { Mutant, Style } from '../mutants/mutant.ts';
import { compileMutant, styleFolder } from './mutate.ts';

const STYLES: readonly Style[] = ['reference', 'heartbeat-only', 'ticker', 'pipelined', 'prevote'];

export interface ReferenceReport {
  readonly name: string;
  readonly runs: number;
  readonly falseFailures: number;
}

export interface MutantReport {
  /** The mutant's name and the style that it was tried on. */
  readonly name: string;
  readonly wrong: boolean;
  readonly killed: boolean;
  readonly killedBy: readonly string[];
  /** Runs, in the order of scenarios and seeds, up to and with the first that failed. */
  readonly runsToFirstKill: number | null;
}

export interface Calibration {
  readonly passed: boolean;
  readonly references: readonly ReferenceReport[];
  readonly template: { readonly points: number };
  readonly mutants: readonly MutantReport[];
  /** Exploration scenarios that killed no wrong mutant. */
  readonly idleScenarios: readonly string[];
}

export interface CalibrationOptions {
  /** Seeds for each scenario, or undefined for each scenario's own default. */
  readonly seeds: number | undefined;
  readonly jobs: number;
  /** Only mutants whose name contains this text; empty for all. */
  readonly only: string;
  readonly onReference?: (report: ReferenceReport) => void;
  readonly onMutant?: (report: MutantReport) => void;
}

/** Runs every reference, the empty template and every mutant in every style it fits against the lab. */
export async function calibrate(lab: Lab, options: CalibrationOptions): Promise<Calibration> {
  const references: ReferenceReport[] = [];
  for (const name of STYLES) {
    const submission = await compileSubmission(styleFolder(name), lab);
    const { runs, failures } = count(await run(lab, submission, options));
    const report = { name, runs, falseFailures: failures };
    references.push(report);
    options.onReference?.(report);
  }
  const templateFolder = fileURLToPath(new URL('../../../solutions-template', import.meta.url));
  const template = await run(lab, await compileSubmission(templateFolder, lab), options);
  const mutants: MutantReport[] = [];
  for (const mutant of MUTANTS.filter((each) => each.name.includes(options.only))) {
    for (const style of STYLES) {
      const report = await tryMutant(lab, mutant, style, options);
      if (report === null) continue;
      mutants.push(report);
      options.onMutant?.(report);
    }
  }
  const killers = new Set(mutants.filter((each) => each.wrong).flatMap((each) => each.killedBy));
  const idleScenarios = lab.scenarios
    .filter((each) => each.kind === 'exploration' && !killers.has(each.id))
    .map((each) => each.id);
  const passed =
    references.every((each) => each.falseFailures === 0) &&
    mutants.every((each) => each.killed === each.wrong) &&
    (options.only !== '' || idleScenarios.length === 0) &&
    template.points === 0;
  return { passed, references, template: { points: template.points }, mutants, idleScenarios };
}

async function tryMutant(
  lab: Lab,
  mutant: Mutant,
  style: Style,
  options: CalibrationOptions,
): Promise<MutantReport | null> {
  const edits = mutant.edits[style];
  if (edits === undefined) return null;
  const report = await run(lab, await compileMutant(style, edits, lab), options);
  const killedBy = report.scenarios
    .filter((each) => each.verdict !== 'passed')
    .map((each) => each.scenario.id);
  const results = report.scenarios.flatMap((each) => each.runs);
  const first = results.findIndex(({ result }) => result.verdict.kind !== 'passed');
  return {
    name: `${mutant.name} (${style})`,
    wrong: mutant.wrong,
    killed: killedBy.length > 0,
    killedBy,
    runsToFirstKill: first < 0 ? null : first + 1,
  };
}

function run(
  lab: Lab,
  submission: CompiledSubmission,
  options: CalibrationOptions,
): Promise<TestReport> {
  return testSubmission({ lab, scenarios: lab.scenarios }, submission, {
    seedsOf: ({ seeds }) => firstSeeds(options.seeds ?? seeds),
    jobs: options.jobs,
    stop: { stopped: false },
  });
}

function count(report: TestReport): { runs: number; failures: number } {
  const results = report.scenarios.flatMap((each) => each.runs);
  const failures = results.filter(({ result }) => result.verdict.kind !== 'passed').length;
  return { runs: results.length, failures };
}
