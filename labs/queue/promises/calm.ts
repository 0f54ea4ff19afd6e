import type { Evidence } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact, Terms } from '../fact.ts';

/**
 * A check that holds only while nothing has failed yet and the network loses nothing: later, whoever is in
 * doubt may do a thing twice.
 */
export function whileCalm(
  watch: (terms: Terms) => (fact: QueueFact) => Evidence | undefined,
): () => (fact: QueueFact) => Evidence | undefined {
  return () => {
    let check: ((fact: QueueFact) => Evidence | undefined) | null = null;
    return (fact) => {
      if (fact.kind === 'terms') check = fact.isLossy ? null : watch(fact);
      if (fact.kind === 'fault' || fact.kind === 'crashed') check = null;
      return check?.(fact);
    };
  };
}
