import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';

export const nothingInvented: FactPromise<QueueFact> = {
  id: 'nothing-invented',
  sentence: 'What is handled was published, and every effect is that of a handling.',
  source: 'RabbitMQ, queues',
  startCheck() {
    const published = new Set<string>();
    const handled = new Set<string>();
    return (fact) => {
      if (fact.kind === 'published') published.add(fact.body);
      if (fact.kind === 'begun') {
        handled.add(named(fact.id, fact.body));
        if (published.has(fact.body)) return undefined;
        return [`${fact.consumer} handled "${fact.body}", which nobody has published`];
      }
      if (fact.kind !== 'effect' || handled.has(named(fact.id, fact.body))) return undefined;
      return [
        `"${fact.body}" took effect under the id "${fact.id}", and no handle had begun for it`,
      ];
    };
  },
};

/** An id and a body as one key. */
function named(id: string, body: string): string {
  return JSON.stringify([id, body]);
}
