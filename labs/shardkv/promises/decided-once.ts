import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { Config } from '../api.ts';
import { sayGroups } from '../change.ts';
import type { AdminFact } from '../fact.ts';

/** Two controllers that both decide, or a history that a snapshot or a shared array rewrites, break it. */
export const decidedOnce: FactPromise<AdminFact> = {
  id: 'decided-once',
  sentence:
    'Each configuration is decided once: whoever asks for a number, and whenever, gets the same.',
  source: '6.5840 Lab 5A: Query; the configurations are totally ordered',
  startCheck() {
    const known = new Map<number, { text: string; admin: string; atUs: number }>();
    return (fact) => {
      if (fact.kind !== 'query-answered') return undefined;
      const { admin, atUs, config } = fact;
      const text = say(config);
      const first = known.get(config.num);
      if (first === undefined) {
        known.set(config.num, { text, admin, atUs });
        return undefined;
      }
      if (first.text === text) return undefined;
      return [
        `${first.admin} got configuration ${config.num} at ${seconds(first.atUs)}: ${first.text}`,
        `${admin} got configuration ${config.num} at ${seconds(atUs)}: ${text}`,
      ];
    };
  },
};

function say({ shards, groups }: Config): string {
  return `shards ${shards.join(' ')}; groups ${sayGroups(groups)}`;
}
