import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RsmFact } from '../rsm-fact.ts';

export const neverBack: FactPromise<RsmFact> = {
  id: 'never-back',
  sentence: 'A running server never goes back to an earlier state: a snapshot only moves it on.',
  source: 'Raft paper, Figure 13',
  startCheck() {
    const reached = new Map<number, number>();
    return (fact) => {
      if (fact.kind === 'started') reached.set(fact.server, 0);
      if (fact.kind !== 'did' && fact.kind !== 'restored') return undefined;
      const before = reached.get(fact.server) ?? 0;
      reached.set(fact.server, fact.position);
      if (fact.position >= before) return undefined;
      return [
        `server ${fact.server} had carried out ${before} operations`,
        `and was back at ${fact.position} at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
