import type { Course, Visibility } from '../grading/course.ts';
import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { outcomesOf, tellOutcome, type ScenarioOutcome } from './scenario-outcome.ts';
import { notesOf } from './submission-notes.ts';

interface GradescopeTest {
  readonly name: string;
  readonly number: string;
  readonly score: number;
  readonly max_score: number;
  readonly status: 'passed' | 'failed';
  readonly output: string;
  readonly output_format: 'text';
  readonly visibility: Visibility | 'visible';
}

/**
 * A submission as Gradescope's `results.json`. Lateness is left out of the tests' scores, and the top-level score
 * has it, since Gradescope's own late penalty is a setting of the assignment. A test says which runs failed by
 * their evidence, never by a hidden seed.
 */
export function gradescopeResults(graded: GradedClass, submission: GradedSubmission): object {
  const { made, course, seeds } = graded;
  const { labs, points } = submission;
  const outcomes = outcomesOf(graded, submission);
  const hidden = outcomes.filter(
    ({ scenario }) => visibilityOf(scenario.part, course) !== 'visible',
  );
  return {
    score: points,
    output: [...notesOf(graded, submission), ...tellHidden(hidden.length, outcomes.length)].join(
      '\n',
    ),
    output_format: 'text',
    visibility: 'visible',
    stdout_visibility: 'hidden',
    tests: outcomes.map((told) => testOf(told, visibilityOf(told.scenario.part, course))),
    extra_data: {
      assignment: course.assignment,
      version: made.version,
      grader: made.grader,
      seeds: seeds.kind === 'hidden' ? seeds.commitment : 'first',
      digests: labs.map(({ lab, digest }) => ({ lab, digest })),
    },
  };
}

function visibilityOf(part: string, { hidden }: Course): Visibility | 'visible' {
  return hidden?.parts.includes(part) === true ? hidden.until : 'visible';
}

/** Who sees only passed tests must not believe that all have passed. */
function tellHidden(hidden: number, all: number): string[] {
  if (hidden === 0) return [];
  return [`${hidden} of ${all} tests are hidden: what is to be seen here is not the whole grade.`];
}

function testOf(told: ScenarioOutcome, visibility: Visibility | 'visible'): GradescopeTest {
  const { scenario, number, outcome, points, maxPoints } = told;
  return {
    name: scenario.title,
    number,
    score: points,
    max_score: maxPoints,
    status: outcome === 'passed' ? 'passed' : 'failed',
    output: tellOutcome(told).join('\n'),
    output_format: 'text',
    visibility,
  };
}
