import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RsmFact } from '../rsm-fact.ts';

/** Equal operations may be submitted many times; they are carried out that often at most. */
export const carriedOutOnce: FactPromise<RsmFact> = {
  id: 'carried-out-once',
  sentence: 'An operation is carried out at most once for each time that it was submitted.',
  source: '6.5840 Lab 4A',
  startCheck() {
    const submitted = new Map<string, number>();
    const positions = new Map<string, Set<number>>();
    return (fact) => {
      if (fact.kind === 'submitted') {
        submitted.set(fact.op, (submitted.get(fact.op) ?? 0) + 1);
        return undefined;
      }
      if (fact.kind !== 'did') return undefined;
      const done = positions.get(fact.op) ?? new Set();
      positions.set(fact.op, done.add(fact.position));
      const times = submitted.get(fact.op) ?? 0;
      if (done.size <= times) return undefined;
      return [
        `${fact.op} was submitted ${times === 1 ? 'once' : `${times} times`}`,
        `it was carried out as operations ${[...done].join(', ')}, the last at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
