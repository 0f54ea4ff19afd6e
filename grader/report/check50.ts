import type { GradedClass, GradedLab, GradedSubmission } from '../grading/graded-class.ts';
import { outcomesOf, tellOutcome, type ScenarioOutcome } from './scenario-outcome.ts';
import { notesOf } from './submission-notes.ts';
import { sumUpVerdict } from './verdict-words.ts';

interface Check {
  readonly name: string;
  readonly description: string;
  /** Null when it was not run because what it depends on failed. */
  readonly passed: boolean | null;
  readonly log: readonly string[];
  readonly cause: { readonly rationale: string; readonly help?: string } | null;
  readonly data: { readonly points: number; readonly maxPoints: number };
  readonly dependency: string | null;
}

/**
 * A submission in the words of check50's JSON: a check for each lab, whether it can be run, and one for each
 * scenario, which depends on it.
 */
export function check50Report(graded: GradedClass, submission: GradedSubmission): object {
  const outcomes = outcomesOf(graded, submission);
  const results = submission.labs.flatMap((lab) => [
    runnableCheck(lab),
    ...outcomes.filter((each) => each.lab === lab).map(checkOf),
  ]);
  const { course, made } = graded;
  return {
    slug: course.assignment,
    version: made.version,
    results,
    notes: notesOf(graded, submission),
  };
}

function runnableCheck({ lab, outcome }: GradedLab): Check {
  const isRun = outcome.kind === 'run' || outcome.kind === 'cut-off';
  return {
    name: `${lab}/runs`,
    description: `${lab} can be run`,
    passed: outcome.kind === 'no-grade' ? null : isRun,
    log: isRun ? [] : outcome.reason.split('\n'),
    cause: isRun ? null : { rationale: outcome.reason },
    data: { points: 0, maxPoints: 0 },
    dependency: null,
  };
}

function checkOf(told: ScenarioOutcome): Check {
  const { number, lab, scenario, outcome, points, maxPoints, failure } = told;
  const passed = outcome === 'passed';
  const isOpen = outcome === 'not-runnable' || outcome === 'not-counted';
  const lines = tellOutcome(told);
  const rationale = failure === null ? lines.join(' ') : sumUpVerdict(failure);
  return {
    name: `${lab.lab}/${scenario.id}`,
    description: `${number} ${scenario.title}`,
    passed: isOpen ? null : passed,
    log: lines,
    cause: passed ? null : { rationale, help: scenario.holdsTo },
    data: { points, maxPoints },
    dependency: `${lab.lab}/runs`,
  };
}
