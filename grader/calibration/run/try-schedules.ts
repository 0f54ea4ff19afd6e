import type { Lab, Scenario } from '../../../harness/scenario/scenario.ts';
import type { Verdict } from '../../../harness/vocabulary/verdict.ts';
import type { CompiledSubmission } from '../../compile/compile.ts';
import { CorrectCode } from '../../run/correct-code.ts';
import { runSeed } from '../../run/run-seed.ts';
import { firstSeeds } from '../../run/select.ts';
import { shrinkFailure, type ShrinkLimits, type Shrunk } from '../../run/shrink-failure.ts';
import type { LabCalibration, Mutant } from './mutant.ts';
import { compileStyle } from './workspace.ts';

/** A mutant in a scenario that must kill it. */
export interface ScheduleTrial {
  readonly mutant: Mutant;
  readonly style: string;
  readonly scenario: Scenario;
}

/** What came of the smallest schedule of one failure, on every correct style. */
export interface ScheduleReport {
  readonly trial: ScheduleTrial;
  /** The first seed that failed; null when none did. */
  readonly seed: number | null;
  readonly shrunk: Shrunk;
  /** The styles that the smallest schedule fails, though they are correct. */
  readonly failures: readonly { readonly style: string; readonly verdict: Verdict }[];
}

/** Every wrong mutant in every style, with each scenario that must kill it. */
export function scheduleTrials(lab: Lab, { mutants, styles }: LabCalibration): ScheduleTrial[] {
  return mutants
    .filter(({ wrong }) => wrong)
    .flatMap((mutant) =>
      styles
        .filter((style) => mutant.edits[style] !== undefined)
        .flatMap((style) =>
          lab.scenarios
            .filter(({ id }) => mutant.killedBy.includes(id))
            .map((scenario) => ({ mutant, style, scenario })),
        ),
    );
}

/** Looks for smallest schedules as a student's failures have them, and plays each on all correct styles. */
export class ScheduleTrials {
  private readonly lab: Lab;
  private readonly limits: ShrinkLimits;
  private readonly styles: ReadonlyMap<string, CompiledSubmission>;

  private constructor(
    lab: Lab,
    styles: ReadonlyMap<string, CompiledSubmission>,
    limits: ShrinkLimits,
  ) {
    this.lab = lab;
    this.styles = styles;
    this.limits = limits;
  }

  /** `runsMax` limits the search for each smallest schedule; without it, it is a student's. */
  static async of(lab: Lab, { styles }: LabCalibration, runsMax?: number): Promise<ScheduleTrials> {
    const compiled = await Promise.all(
      styles.map(async (style) => [style, await compileStyle(lab, style)] as const),
    );
    // The processor's time would end the search elsewhere on each machine.
    const limits = runsMax === undefined ? {} : { runsMax, processorMsMax: Infinity };
    return new ScheduleTrials(lab, new Map(compiled), limits);
  }

  async try(trial: ScheduleTrial): Promise<ScheduleReport> {
    const { lab, limits } = this;
    const { mutant, style, scenario } = trial;
    const submission = await compileStyle(lab, style, mutant.edits[style] ?? []);
    for (const seed of firstSeeds(scenario.seeds)) {
      const { verdict } = await runSeed(lab, scenario, submission, seed);
      if (verdict.kind === 'passed') continue;
      const shrunk = await shrinkFailure(lab, scenario, submission, { seed, verdict }, limits);
      return { trial, seed, shrunk, failures: await this.failures(scenario, seed, shrunk) };
    }
    return { trial, seed: null, shrunk: { kind: 'none' }, failures: [] };
  }

  private async failures(
    scenario: Scenario,
    seed: number,
    shrunk: Shrunk,
  ): Promise<ScheduleReport['failures']> {
    if (shrunk.kind !== 'smaller') return [];
    const failures: { style: string; verdict: Verdict }[] = [];
    for (const [style, submission] of this.styles) {
      const correct = new CorrectCode(this.lab, scenario, seed, submission);
      const verdict = await correct.play(shrunk.smallest.recording);
      if (verdict.kind !== 'passed') failures.push({ style, verdict });
    }
    return failures;
  }
}
