import type { AuditedRun, GradedClass, GradedSubmission } from '../grading/graded-class.ts';

/** Runs of a submission that did not go as they had gone; empty when all did, or none was made again. */
function suspect({ audit }: GradedSubmission): readonly AuditedRun[] {
  return audit?.filter(({ outcome }) => outcome !== 'same') ?? [];
}

/** For the staff: what an audit found; empty when it found nothing. */
export function auditNote(submission: GradedSubmission): string {
  const runs = suspect(submission).map(
    ({ lab, scenario, seed, outcome }) => `${lab} ${scenario} seed ${seed} ${WORDS[outcome]}`,
  );
  return runs.length === 0 ? '' : `AUDIT: ${runs.join(', ')}`;
}

const WORDS: Readonly<Record<AuditedRun['outcome'], string>> = {
  same: 'is the same',
  different: 'differs',
  unfinished: 'did not end',
};

/** For the staff, in a line: what was audited, and what came of it. */
export function auditSummary(submission: GradedSubmission): string {
  const { audit } = submission;
  if (audit === null) return 'no run was audited';
  const note = auditNote(submission);
  const made = audit.length === 1 ? '1 run was audited' : `${audit.length} runs were audited`;
  return note === '' ? `${made}, and nothing was found` : `${made}; ${note}`;
}

/** For the student: the same without a hidden seed. Empty when nothing was found. */
export function auditLines(graded: GradedClass, submission: GradedSubmission): string[] {
  const isShown = graded.seeds.kind === 'first' || graded.course.showSeeds;
  const runs = suspect(submission).map(
    ({ lab, scenario, seed }) => `${lab} ${scenario}${isShown ? ` seed ${seed}` : ''}`,
  );
  if (runs.length === 0) return [];
  return [
    `Made again with a process for each server, ${runs.join(', ')} did not go as before. ` +
      'Servers that share nothing but the network do not do that: please talk to the course staff.',
  ];
}
