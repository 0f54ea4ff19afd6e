import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { Course } from '../grading/course.ts';
import type {
  GradedClass,
  GradedLab,
  GradedScenario,
  GradedSubmission,
  LabPlan,
  ScenarioPlan,
} from '../grading/graded-class.ts';
import { judge } from '../grading/policy.ts';
import { sumUpVerdict, tellVerdict } from './verdict-words.ts';
import { tellUnsafe } from './tell-unsafe.ts';

/**
 * What a scenario came to. Only `passed` is a pass, and it means all of the points: what was not finished within
 * the limit, or not run at all, never looks like one.
 */
type Outcome =
  | 'passed'
  | 'failed'
  /** Nothing failed, but seeds are left that the limit kept from being run. */
  | 'unfinished'
  | 'not-runnable'
  /** The grader or the harness failed: neither points nor maximum. */
  | 'not-counted';

/** A scenario of the plan, and what became of it in one submission. */
export interface ScenarioOutcome {
  readonly plan: LabPlan;
  readonly scenario: ScenarioPlan;
  readonly lab: GradedLab;
  /** Such as 3A.1. */
  readonly number: string;
  readonly outcome: Outcome;
  readonly points: number;
  readonly maxPoints: number;
  readonly passes: number;
  readonly runs: number;
  /** The first failed run that is the submission's own fault; the harness's if there is none; null without any. */
  readonly failure: Verdict | null;
  /** What its points were multiplied by: below 1 where a promise of safety was broken in the part. */
  readonly share: number;
}

/** Every scenario of the plan, whether it was run or not, in the plan's order. */
export function outcomesOf(
  { labs, course }: GradedClass,
  submission: GradedSubmission,
): ScenarioOutcome[] {
  return labs.flatMap((plan) => {
    const lab = submission.labs.find((each) => each.lab === plan.id);
    if (lab === undefined) return [];
    return plan.scenarios.map((scenario, at) => {
      const result = lab.scenarios.find(({ id }) => id === scenario.id);
      const number = `${scenario.part}.${at + 1}`;
      return { plan, scenario, lab, number, ...comeTo(scenario, lab, result, course) };
    });
  });
}

function comeTo(
  { points: worth, seeds, part }: ScenarioPlan,
  { outcome, unsafe }: GradedLab,
  result: GradedScenario | undefined,
  { points: policy, unsafeShare }: Course,
): Omit<ScenarioOutcome, 'plan' | 'scenario' | 'lab' | 'number'> {
  const runs = result?.runs ?? [];
  const failed = runs.filter(({ verdict }) => verdict.kind !== 'passed');
  const blamed = failed.find(({ verdict }) => verdict.kind !== 'harness-error') ?? failed[0];
  const points = result?.points ?? 0;
  const maxPoints = result?.maxPoints ?? (outcome.kind === 'no-grade' ? 0 : worth);
  const verdicts = runs.map(({ verdict }) => verdict.kind);
  const judged = judge({ seeds: seeds.length, verdicts }, policy);
  const known = {
    points,
    maxPoints,
    share: unsafe.includes(part) ? unsafeShare : 1,
    passes: runs.length - failed.length,
    runs: runs.length,
    failure: blamed?.verdict ?? null,
  };
  if (outcome.kind === 'no-grade' || judged === 'void') return { ...known, outcome: 'not-counted' };
  if (outcome.kind === 'not-runnable') return { ...known, outcome: 'not-runnable' };
  if (judged === 'full') return { ...known, outcome: 'passed' };
  const isOpen = failed.length === 0 && runs.length < seeds.length;
  return { ...known, outcome: isOpen ? 'unfinished' : 'failed' };
}

/** How many of a scenario's seeds were not run, in a sentence. */
function tellNotRun(count: number): string {
  return count === 1 ? '1 was not run.' : `${count} were not run.`;
}

/** What became of a scenario, for its student: numbers of seeds and the evidence, and no seed. */
export function tellOutcome(told: ScenarioOutcome): string[] {
  const { outcome, lab, scenario, passes, runs, failure, share } = told;
  if (lab.outcome.kind === 'not-runnable') return ['Not run, since the code cannot be run.'];
  if (lab.outcome.kind === 'no-grade') return ['Not run, since the grader itself failed.'];
  const seeds = scenario.seeds.length;
  const unsafe = tellUnsafe(share < 1 ? [scenario.part] : [], share);
  const lines = [
    `${passes} of ${seeds} seeds passed.`,
    ...(runs < seeds ? [tellNotRun(seeds - runs)] : []),
    ...(outcome === 'not-counted'
      ? ['The harness failed, which costs no points and gives none.']
      : []),
    ...(unsafe === null || passes === 0 ? [] : [unsafe]),
  ];
  if (failure === null) return lines;
  return [...lines, `First failure: ${sumUpVerdict(failure)}`, '', ...tellVerdict(failure, [])];
}
