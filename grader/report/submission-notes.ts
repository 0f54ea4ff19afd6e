import type { GradedClass, GradedLab, GradedSubmission } from '../grading/graded-class.ts';
import { auditLines } from './audit-words.ts';
import { tellLateness } from './grade.ts';
import { limitWords } from './limit-words.ts';
import { tellMade } from './made-words.ts';

/** What has to be said of a submission as a whole, a line each: lateness, what was not run and why, what graded it. */
export function notesOf(graded: GradedClass, submission: GradedSubmission): string[] {
  const { labs, lateness } = submission;
  return [
    ...(lateness.days > 0 ? [`${tellLateness(lateness)}.`] : []),
    ...labs.flatMap((lab) => tellOutcomeOf(lab)),
    ...auditLines(graded, submission),
    tellMade(graded.made),
  ];
}

function tellOutcomeOf({ lab, outcome }: GradedLab): string[] {
  switch (outcome.kind) {
    case 'run':
      return [];
    case 'cut-off':
      return [`${lab}: ended after ${limitWords(outcome)}; what was finished by then counts.`];
    case 'not-runnable':
      return [`${lab}: it cannot be run: ${outcome.reason}`];
    case 'no-grade':
      return [`${lab}: no grade, the grader failed: ${outcome.reason}`];
  }
}
