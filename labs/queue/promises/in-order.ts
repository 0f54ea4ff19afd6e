import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';
import { whileCalm } from './calm.ts';

/** With several consumers, or several messages at one, what overtakes what is the network's business. */
export const inOrder: FactPromise<QueueFact> = {
  id: 'in-order',
  sentence:
    'One consumer that gets one message at a time gets them in the order in which they were published.',
  source: 'RabbitMQ, queues: message ordering',
  startCheck: whileCalm(({ consumers, prefetch }) => {
    /** Confirmed, and not begun. */
    const waiting = new Set<string>();
    /** What was confirmed before a message was published, by its body. */
    const earlier = new Map<string, readonly string[]>();
    const begun = new Set<string>();
    return (fact) => {
      if (consumers.length > 1 || prefetch > 1) return undefined;
      if (fact.kind === 'published') earlier.set(fact.body, [...waiting]);
      if (fact.kind === 'confirmed' && !begun.has(fact.body)) waiting.add(fact.body);
      if (fact.kind !== 'begun' || begun.has(fact.body)) return undefined;
      begun.add(fact.body);
      waiting.delete(fact.body);
      const overtaken = (earlier.get(fact.body) ?? []).find((body) => waiting.has(body));
      if (overtaken === undefined) return undefined;
      return [
        `"${overtaken}" was confirmed before "${fact.body}" was published`,
        `${fact.consumer} began with "${fact.body}", and has not had "${overtaken}" yet`,
      ];
    };
  }),
};
