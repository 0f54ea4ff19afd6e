import type { GradedClass, GradedSubmission } from '../grading/graded-class.ts';
import { roundPoints } from '../grading/points.ts';
import { gradeOf } from './grade.ts';
import { outcomesOf, tellOutcome } from './scenario-outcome.ts';
import { notesOf } from './submission-notes.ts';

/**
 * A submission as the last lines of an Autolab autograder's output: notes, what broke, and the scores, which are
 * the last line. Autolab's problems are the parts, by their ids; lateness is taken off each. Where the grader failed
 * a part has no score, so that Autolab shows none.
 */
export function autolabLines(graded: GradedClass, submission: GradedSubmission): string[] {
  const { lateness, points } = submission;
  const { parts } = gradeOf(submission, graded.labs);
  const scores = Object.entries(parts).map(([id, earned]) => [
    id,
    roundPoints(earned * lateness.factor),
  ]);
  return [
    ...notesOf(graded, submission),
    JSON.stringify(feedbackOf(graded, submission)),
    JSON.stringify({ scores: Object.fromEntries(scores), scoreboard: [points] }),
  ];
}

function feedbackOf(graded: GradedClass, submission: GradedSubmission): object {
  const outcomes = outcomesOf(graded, submission);
  const stages = graded.labs.flatMap(({ parts }) =>
    parts.map(({ id, title }): [string, object] => {
      const tests = outcomes.filter(({ scenario }) => scenario.part === id);
      const told = tests.map((each) => {
        const passed = each.outcome === 'passed';
        const hint = passed ? {} : { hint: tellOutcome(each).join('\n') };
        return [each.scenario.title, { passed, ...hint }];
      });
      return [`${id} ${title}`, Object.fromEntries(told) as object];
    }),
  );
  const names = stages.map(([name]) => name);
  return { _presentation: 'semantic', stages: names, ...Object.fromEntries(stages) };
}
