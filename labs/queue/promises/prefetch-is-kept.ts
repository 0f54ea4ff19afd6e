import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';
import { whileCalm } from './calm.ts';

/** After a fault a broker may not know what a consumer still has. */
export const prefetchIsKept: FactPromise<QueueFact> = {
  id: 'prefetch-is-kept',
  about: 'progress',
  sentence: 'A consumer has `prefetch` messages in hand at the most.',
  source: 'RabbitMQ, consumer prefetch',
  startCheck: whileCalm(({ prefetch }) => {
    const inHand = new Map<string, number>();
    return (fact) => {
      if (fact.kind !== 'begun' && fact.kind !== 'ended') return undefined;
      const count = (inHand.get(fact.consumer) ?? 0) + (fact.kind === 'begun' ? 1 : -1);
      inHand.set(fact.consumer, count);
      if (count <= prefetch) return undefined;
      return [`${fact.consumer} began with "${fact.body}", its message ${count} of ${prefetch}`];
    };
  }),
};
