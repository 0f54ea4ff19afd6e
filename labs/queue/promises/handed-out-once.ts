import { seconds } from '../../../harness/vocabulary/time.ts';
import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';
import { whileCalm } from './calm.ts';

/** A handling that failed calls for another one, which is marked. */
export const handedOutOnce: FactPromise<QueueFact> = {
  id: 'handed-out-once',
  about: 'progress',
  sentence:
    'Where nothing fails, each message is handed out once, and not as one that was handed out before.',
  source: 'RabbitMQ, consumer acknowledgements: automatic requeueing',
  startCheck: whileCalm(() => {
    const due = new Map<string, number>();
    const failed = new Set<string>();
    const last = new Map<string, string>();
    const add = (body: string, more: number): void =>
      void due.set(body, (due.get(body) ?? 0) + more);
    return (fact) => {
      if (fact.kind === 'published') add(fact.body, 1);
      if (fact.kind === 'ended' && fact.outcome === 'failed') {
        add(fact.body, 1);
        failed.add(fact.id);
      }
      if (fact.kind !== 'begun') return undefined;
      const { consumer, id, body, isMarked, atUs } = fact;
      const before = last.get(body);
      last.set(body, `${consumer} at ${seconds(atUs)}`);
      add(body, -1);
      if ((due.get(body) ?? 0) < 0 && before !== undefined) {
        return [`"${body}" was handed to ${before}, and again to ${consumer} at ${seconds(atUs)}`];
      }
      if (!isMarked || failed.has(id)) return undefined;
      return [`"${body}" was handed to ${consumer} as redelivered, and nobody had it before`];
    };
  }),
};
