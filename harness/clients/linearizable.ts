import type { Operation } from '../check/history/operation.ts';
import { checkHistory } from '../check/linearizability/check.ts';
import type { Annotation } from '../check/linearizability/explain/drawing.ts';
import { explainViolation } from '../check/linearizability/explain/explain.ts';
import { formatExplanation } from '../check/linearizability/explain/report.ts';
import type { Pattern } from '../check/linearizability/core.ts';
import type { Model } from '../check/linearizability/model.ts';
import { VerdictSignal } from '../vocabulary/verdict.ts';
import { violated } from '../scenario/verdicts.ts';
import type { NamedPromise } from '../vocabulary/promise.ts';

const LINEARIZABLE: NamedPromise = {
  id: 'linearizable',
  sentence: 'Each operation seems to happen at one instant between its call and its return.',
};

export interface Judgement {
  readonly history: readonly Operation[];
  readonly model: Model;
  /** What it means for clients that the history has an order; by default, just that. */
  readonly promise?: NamedPromise;
  /** Drawn beside the operations. */
  readonly faults?: readonly Annotation[];
}

/** Ends the run unless the history is linearizable; the checker's explanation is the evidence. */
export function demandLinearizable(sim: { readonly nowUs: number }, judgement: Judgement): void {
  const { history, model, promise = LINEARIZABLE, faults = [] } = judgement;
  const verdict = checkHistory(history, model);
  if (verdict.kind === 'holds') return;
  if (verdict.kind === 'undecided') {
    const message = `the search for an order of ${history.length} operations took too many steps`;
    throw new VerdictSignal({ kind: 'undecided', message });
  }
  const explained = explainViolation(verdict);
  const isGuess = GUESSED.has(explained.pattern);
  const explanation = isGuess ? { ...explained, hint: undefined } : explained;
  const evidence = evidenceOf(formatExplanation(explanation, faults, WIDTH));
  // A wrong answer is told where it came, which may be long before all answers are compared.
  const trigger = explanation.shown.find(({ role }) => role === 'trigger')?.operation;
  const brokenAtMs = trigger?.returnTime ?? sim.nowUs / 1_000;
  violated(sim, promise, evidence, Math.round(brokenAtMs * 1_000));
}

/**
 * Patterns whose usual cause is a guess about what a server did. In a run that can be seen, and the story tells
 * it; a guess that does not fit leads astray.
 */
const GUESSED: ReadonlySet<Pattern> = new Set(['stale-read', 'reads-go-back', 'lost-write']);

/** Evidence stands two columns to the left of an explanation's body, in a report that indents it by four. */
const WIDTH = 80 - 4 + 2;

/** The explanation without its title, which says what the promise says already. */
function evidenceOf(explanation: string): string[] {
  const [, ...body] = explanation.trimEnd().split('\n\n');
  return body
    .join('\n\n')
    .split('\n')
    .map((line) => line.replace(/^ {2}/, ''));
}
