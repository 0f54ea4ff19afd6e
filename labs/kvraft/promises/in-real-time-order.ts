import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RsmFact } from '../rsm-fact.ts';

export const inRealTimeOrder: FactPromise<RsmFact> = {
  id: 'in-real-time-order',
  sentence: 'What is submitted after another submit returned OK is carried out after it.',
  source: 'Herlihy and Wing 1990: linearizability',
  startCheck() {
    let latest = { position: 0, atUs: 0 };
    const before = new Map<number, { position: number; atUs: number }>();
    return (fact) => {
      if (fact.kind === 'submitted') before.set(fact.submission, latest);
      if (fact.kind !== 'answered') return undefined;
      if (fact.position > latest.position) latest = fact;
      const earlier = before.get(fact.submission);
      if (earlier === undefined || fact.position > earlier.position) return undefined;
      return [
        `operation ${earlier.position} was answered at ${seconds(earlier.atUs)}`,
        `${fact.op} was submitted after that, and became operation ${fact.position}`,
      ];
    };
  },
};
