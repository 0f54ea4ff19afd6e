import type { RunResult } from '../../harness/scenario/run.ts';
import type { GradedLab, GradedScenario, LabOutcome, LabPlan } from './graded-class.ts';
import { unsafeParts } from '../run/unsafe-parts.ts';
import type { Course } from './course.ts';
import { roundPoints } from './points.ts';
import { judge, score } from './policy.ts';

/** The runs of a scenario, in the order of the seeds. */
export interface ScenarioRuns {
  readonly id: string;
  readonly runs: readonly {
    readonly seed: number;
    readonly result: Pick<RunResult, 'verdict' | 'traceHash'>;
  }[];
}

/** The grade of a lab that was run, or of as much of it as was finished. */
export function gradeRuns(
  plan: LabPlan,
  { points: policy, unsafeShare }: Pick<Course, 'points' | 'unsafeShare'>,
  ran: {
    readonly digest: string;
    readonly files: readonly string[];
    readonly outcome: LabOutcome;
    readonly scenarios: readonly ScenarioRuns[];
    readonly confinements?: GradedLab['confinements'];
  },
): GradedLab {
  const own = plan.scenarios.map(({ id, part, points, seeds }) => {
    const runs = ran.scenarios.find((each) => each.id === id)?.runs ?? [];
    const verdicts = runs.map(({ result }) => result.verdict);
    const kinds = verdicts.map(({ kind }) => kind);
    const tally = { points, seeds: seeds.length, verdicts: kinds };
    const isFull = judge(tally, policy) === 'full';
    return { id, part, runs, verdicts, earned: score(tally, policy), isFull };
  });
  const unsafe = unsafeParts(own);
  const scenarios = own.map(({ id, part, runs, earned: { points, maxPoints } }): GradedScenario => {
    return {
      id,
      runs: runs.map(({ seed, result: { verdict, traceHash } }) => ({ seed, verdict, traceHash })),
      points: unsafe.has(part) ? roundPoints(points * unsafeShare) : points,
      maxPoints,
    };
  });
  const { digest, files, outcome, confinements } = ran;
  const confined = confinements === undefined ? {} : { confinements };
  const passed = outcome.kind === 'run' && own.every(({ isFull }) => isFull);
  return {
    lab: plan.id,
    outcome,
    digest,
    files,
    unsafe: [...unsafe],
    ...confined,
    scenarios,
    ...totalOf(scenarios),
    passed,
  };
}

/** Why a lab was not run, and whose affair that is. */
type NotRun = Extract<LabOutcome, { reason: string }>;

/** Nothing for a submission that cannot be run; neither points nor maximum where the grader failed. */
export function gradeNothing(plan: LabPlan, outcome: NotRun): GradedLab {
  const all = roundPoints(plan.scenarios.reduce((sum, { points }) => sum + points, 0));
  const maxPoints = outcome.kind === 'no-grade' ? 0 : all;
  const nothing = { digest: '', files: [], unsafe: [], scenarios: [], points: 0, passed: false };
  return { lab: plan.id, outcome, ...nothing, maxPoints };
}

/** Sums of points with two decimals. */
export function totalOf(all: readonly { readonly points: number; readonly maxPoints: number }[]): {
  points: number;
  maxPoints: number;
} {
  return {
    points: roundPoints(all.reduce((sum, { points }) => sum + points, 0)),
    maxPoints: roundPoints(all.reduce((sum, { maxPoints }) => sum + maxPoints, 0)),
  };
}
