import type { LabOutcome } from '../grading/graded-class.ts';

/** How much a submission had when it was cut off, such as '90 s of processor time'. */
export function limitWords({
  limitMs,
  realTime,
}: Extract<LabOutcome, { readonly kind: 'cut-off' }>): string {
  return `${limitMs / 1_000} s of ${clockWords(realTime === true)}`;
}

/** What limits count. */
export function clockWords(isRealTime: boolean): string {
  return isRealTime ? 'real time' : 'processor time';
}
