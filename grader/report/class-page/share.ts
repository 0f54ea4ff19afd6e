import type { GradedSubmission } from '../../grading/graded-class.ts';
import { isGraded } from '../grade.ts';

/** The share of the points that a submission earned, from 0 to 1; null where there is no grade. */
export function shareOf(submission: GradedSubmission): number | null {
  const { points, maxPoints } = submission;
  return isGraded(submission) && maxPoints > 0 ? Math.min(1, points / maxPoints) : null;
}

/** The middle of some numbers; null when there are none. */
export function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low, high] = [sorted[sorted.length % 2 === 0 ? middle - 1 : middle], sorted[middle]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

/** `37%`; what is not nothing and not everything does not look so. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  if (share > 0 && rounded === 0) return '<1%';
  return share < 1 && rounded === 100 ? '>99%' : `${rounded}%`;
}

/** `1 submission`, `2 submissions`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
