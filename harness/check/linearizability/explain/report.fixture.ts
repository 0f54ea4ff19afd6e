import type { Operation } from '../../history/operation.ts';
import { checkHistory } from '../check.ts';
import type { Model } from '../model.ts';
import type { Annotation } from './drawing.ts';
import { explainViolation } from './explain.ts';
import { formatExplanation } from './report.ts';

/** What is told of a history, framed by line breaks for snapshots. */
export function report(
  history: readonly Operation[],
  model: Model,
  annotations: readonly Annotation[] = [],
): string {
  const verdict = checkHistory(history, model);
  if (verdict.kind !== 'violated') return verdict.kind;
  return `\n${formatExplanation(explainViolation(verdict), annotations)}`;
}
