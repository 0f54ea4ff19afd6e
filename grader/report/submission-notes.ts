import type { GradedClass, GradedLab, GradedSubmission } from '../grading/graded-class.ts';
import { auditLines } from './audit-words.ts';
import { tellLateness } from './grade.ts';
import { limitWords } from './limit-words.ts';
import { tellLayers } from './sandbox-words.ts';
import { tellMade } from './made-words.ts';

/** What has to be said of a submission as a whole, a line each: lateness, what was not run and why, what graded it. */
export function notesOf(graded: GradedClass, submission: GradedSubmission): string[] {
  const { labs, lateness } = submission;
  return [
    ...(lateness.days > 0 ? [`${tellLateness(lateness)}.`] : []),
    ...labs.flatMap((lab) => [...tellOutcomeOf(lab), ...tellConfinementsOf(lab)]),
    ...auditLines(graded, submission),
    tellMade(graded.made),
  ];
}

/** What confined runs at workers that had more confinement than the class demands. */
function tellConfinementsOf({ lab, confinements }: GradedLab): string[] {
  if (confinements === undefined) return [];
  const all = confinements.map((layers) => tellLayers(layers) || 'nothing');
  return [`${lab}: its runs were confined by ${all.join('; others by ')}.`];
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
