import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';

/** A publish in doubt may have its effect or not, so the bound is how often `publish` was called. */
export const oneEffect: FactPromise<QueueFact> = {
  id: 'one-effect',
  sentence: 'A publish has one effect at the most, however often it was sent and handed out.',
  source: 'Kleppmann, lecture 5.1: idempotence',
  startCheck() {
    let isOwed = false;
    const publishes = new Map<string, number>();
    const ids = new Map<string, string[]>();
    return (fact) => {
      if (fact.kind === 'terms') isOwed = fact.hasOneEffect;
      if (fact.kind === 'published') {
        publishes.set(fact.body, (publishes.get(fact.body) ?? 0) + 1);
      }
      if (fact.kind !== 'effect' || !fact.isNew || !isOwed) return undefined;
      const { id, body } = fact;
      const known = [...(ids.get(body) ?? []), id];
      ids.set(body, known);
      const called = publishes.get(body) ?? 0;
      if (known.length <= called) return undefined;
      return [
        `"${body}" was published ${times(called)} and took effect ${times(known.length)}, under the ids`,
        known.map((each) => `"${each}"`).join(', '),
      ];
    };
  },
};

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`;
}
