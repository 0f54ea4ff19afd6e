import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';
import { CalmPublishes } from './calm-publishes.ts';

export const limitIsKept: FactPromise<QueueFact> = {
  id: 'limit-is-kept',
  sentence: 'A message is handed out `deliveriesMax` times at the most.',
  source: 'RabbitMQ, quorum queues: delivery limit',
  startCheck() {
    let deliveriesMax = Infinity;
    const calm = new CalmPublishes();
    const begun = new Map<string, number>();
    return (fact) => {
      calm.see(fact);
      if (fact.kind === 'terms') deliveriesMax = fact.deliveriesMax;
      if (fact.kind !== 'begun') return undefined;
      const count = (begun.get(fact.body) ?? 0) + 1;
      begun.set(fact.body, count);
      if (count <= deliveriesMax || !calm.has(fact.body)) return undefined;
      return [
        `${fact.consumer} began to handle "${fact.body}": that was hand-out ${count} of ${deliveriesMax}`,
      ];
    };
  },
};
