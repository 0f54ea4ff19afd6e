import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RsmFact } from '../rsm-fact.ts';

interface Done {
  readonly op: string;
  readonly counter: number;
  readonly server: number;
  readonly atUs: number;
}

/** Operations are numbered by the state machines themselves; a snapshot carries the number along. */
export const sameOperations: FactPromise<RsmFact> = {
  id: 'same-operations',
  sentence: 'Every server carries out the same operations in the same order, whatever restarts.',
  source: 'Raft paper, Figure 3: State Machine Safety; 6.5840 Lab 4A',
  startCheck() {
    const history = new Map<number, Done>();
    return (fact) => {
      if (fact.kind === 'did') {
        const first = history.get(fact.position);
        if (first === undefined) history.set(fact.position, fact);
        if (first === undefined || first.op === fact.op) return undefined;
        return [
          `operation ${fact.position} of server ${first.server} was ${first.op}, at ${seconds(first.atUs)}`,
          `operation ${fact.position} of server ${fact.server} was ${fact.op}, at ${seconds(fact.atUs)}`,
        ];
      }
      if (fact.kind !== 'restored') return undefined;
      const counter = fact.position === 0 ? 0 : history.get(fact.position)?.counter;
      if (counter === fact.counter) return undefined;
      return [
        `after ${fact.position} operations the counter was ${counter ?? 'not known to anybody'}`,
        `server ${fact.server} restored ${fact.counter} for it at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
