import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { isGraded, tellLateness } from './grade.ts';
import { placesOf } from './failure-place.ts';
import { roundPoints } from '../grading/points.ts';
import { outcomesOf, tellOutcome, type ScenarioOutcome } from './scenario-outcome.ts';
import { notesOf } from './submission-notes.ts';

interface ClassroomTest {
  readonly name: string;
  readonly status: 'pass' | 'fail' | 'error';
  readonly score: number;
  readonly message: string;
  readonly test_code: string;
  readonly filename: string;
  /** 0 where no line is known. */
  readonly line_no: number;
  readonly duration: 0;
}

/** What the output `result` of a step holds, from which GitHub Classroom's reporter makes a grade. */
interface ClassroomResult {
  readonly version: 1;
  readonly status: 'pass' | 'fail' | 'error';
  readonly max_score: number;
  readonly tests: readonly ClassroomTest[];
}

/**
 * A submission as GitHub Classroom's autograding reporter takes it. The reporter adds up the tests' scores, so
 * each has the points that it earned, and lateness is a test of its own that takes points off.
 */
export function classroomResult(
  graded: GradedClass,
  submission: GradedSubmission,
): ClassroomResult {
  const { passed, points, maxPoints, lateness, labs } = submission;
  const notes = notesOf(graded, submission).join('\n');
  const tests = outcomesOf(graded, submission).map(testOf);
  const earned = labs.reduce((sum, lab) => sum + lab.points, 0);
  const penalty = {
    ...NO_PLACE,
    name: 'lateness',
    score: roundPoints(points - earned),
    message: `${tellLateness(lateness)}.`,
  };
  // A grader that failed has no tests to show, and the reporter wants one.
  const failed = { ...NO_PLACE, name: 'grading', score: 0, message: notes };
  const isWhole = isGraded(submission);
  return {
    version: 1,
    status: isWhole ? (passed ? 'pass' : 'fail') : 'error',
    max_score: maxPoints,
    tests: [
      ...tests,
      ...(penalty.score < 0 ? [{ ...penalty, status: 'fail' as const }] : []),
      ...(isWhole && tests.length > 0 ? [] : [{ ...failed, status: 'error' as const }]),
    ],
  };
}

const NO_PLACE = { test_code: '', filename: '', line_no: 0, duration: 0 } as const;

function testOf(told: ScenarioOutcome): ClassroomTest {
  const { number, scenario, plan, lab, outcome, points } = told;
  const [place] = outcome === 'passed' ? [] : placesOf(told);
  const why = lab.outcome.kind === 'not-runnable' ? [lab.outcome.reason] : [];
  return {
    name: `${number} ${scenario.title}`,
    status: outcome === 'passed' ? 'pass' : outcome === 'not-counted' ? 'error' : 'fail',
    score: points,
    message: [...tellOutcome(told), ...why].join('\n'),
    test_code: `npx splitbrain test ${plan.id} --scenario ${scenario.id}`,
    filename: place?.file ?? '',
    line_no: place?.line ?? 0,
    duration: 0,
  };
}

/** The result as a step's output takes it: in base64, on one line. */
export function classroomOutput(graded: GradedClass, submission: GradedSubmission): string {
  const json = JSON.stringify(classroomResult(graded, submission));
  return Buffer.from(json).toString('base64');
}
