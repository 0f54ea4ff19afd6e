import { seconds } from '../../harness/check/invariant.ts';
import type { Verdict } from '../../harness/scenario/verdict.ts';

/** A verdict in full: the promise in a sentence first, then the evidence. */
export function tellVerdict(verdict: Verdict): string[] {
  switch (verdict.kind) {
    case 'passed':
      return ['passed'];
    case 'violated':
      return [
        `Broken promise: ${verdict.sentence}`,
        ...verdict.evidence.map((line) => `  ${line}`),
      ];
    case 'stalled':
      return [
        `Stalled: at ${seconds(verdict.atUs)} it still waited for ${verdict.waitingFor}.`,
        ...verdict.beliefs.map((line) => `  ${line}`),
      ];
    case 'crashed':
      return [
        `Server ${verdict.server} failed at ${seconds(verdict.atUs)}: ${verdict.message}`,
        ...verdict.stack
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => `  at ${line}`),
      ];
    case 'overrun':
      return [`Too much: ${verdict.message} (at ${seconds(verdict.atUs)})`];
    case 'undecided':
      return [`Undecided, which is not a pass: ${verdict.message}`];
    case 'harness-error':
      return [`The harness failed, which costs no points and gives none: ${verdict.message}`];
  }
}

/** A verdict in a few words, for a table. */
export function nameVerdict(verdict: Verdict): string {
  return verdict.kind === 'violated' ? verdict.promise : verdict.kind;
}
