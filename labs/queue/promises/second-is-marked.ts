import { seconds } from '../../../harness/vocabulary/time.ts';
import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';
import { CalmPublishes } from './calm-publishes.ts';

/** Not that the unmarked one begins first: a consumer that slept may wake with it long after. */
export const secondIsMarked: FactPromise<QueueFact> = {
  id: 'second-is-marked',
  sentence: 'Of all times that a message is handed out, at most one is not marked as redelivered.',
  source: 'RabbitMQ, consumer acknowledgements: the redelivered flag',
  startCheck() {
    const calm = new CalmPublishes();
    const unmarked = new Map<string, string>();
    return (fact) => {
      calm.see(fact);
      if (fact.kind !== 'begun' || fact.isMarked) return undefined;
      const { body, consumer, atUs } = fact;
      const before = unmarked.get(body);
      const now = `${consumer} at ${seconds(atUs)}`;
      unmarked.set(body, now);
      if (before === undefined || !calm.has(body)) return undefined;
      return [`"${body}" was handed out as a first delivery to ${before}, and to ${now}`];
    };
  },
};
