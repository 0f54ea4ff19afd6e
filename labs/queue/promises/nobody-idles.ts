import { seconds } from '../../../harness/vocabulary/time.ts';
import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { QueueFact } from '../fact.ts';
import { whileCalm } from './calm.ts';

/** Longer than a consumer takes for all messages but one of a full prefetch, and for a few requests. */
const IDLE_US = 2_000_000;

export const nobodyIdles: FactPromise<QueueFact> = {
  id: 'nobody-idles',
  about: 'progress',
  sentence: 'No consumer idles for 2 s beside a message that nobody has begun to handle.',
  source: 'RabbitMQ, consumer prefetch',
  startCheck: whileCalm(({ consumers }) => {
    /** When the messages were confirmed that wait, by their bodies. */
    const waiting = new Map<string, number>();
    const begun = new Set<string>();
    /** How much each consumer has in hand, and since when it has nothing. */
    const hands = new Map(consumers.map((name) => [name, { busy: 0, sinceUs: 0 }]));
    return (fact) => {
      const { atUs } = fact;
      if (fact.kind === 'confirmed' && !begun.has(fact.body)) waiting.set(fact.body, atUs);
      if (fact.kind === 'ended') {
        const hand = hands.get(fact.consumer);
        if (hand !== undefined && --hand.busy === 0) hand.sinceUs = atUs;
      }
      if (fact.kind !== 'begun') return undefined;
      // Whoever idles is looked at when a message is begun: by then it waited as long as it did.
      for (const [body, confirmedUs] of waiting) {
        for (const [name, { busy, sinceUs }] of hands) {
          const fromUs = Math.max(confirmedUs, sinceUs);
          if (busy > 0 || atUs - fromUs < IDLE_US) continue;
          return [
            `"${body}" was confirmed at ${seconds(confirmedUs)}, and nobody had begun with it at ${seconds(atUs)}`,
            `${name} had nothing to do from ${seconds(fromUs)} on`,
          ];
        }
      }
      begun.add(fact.body);
      waiting.delete(fact.body);
      const hand = hands.get(fact.consumer);
      if (hand !== undefined) hand.busy++;
      return undefined;
    };
  }),
};
