import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/** A snapshot at the index that a server has already reached is allowed; one behind it is not. */
export const appliedInOrder: FactPromise<RaftFact> = {
  id: 'applied-in-order',
  sentence: 'A server applies every index once, in order; a snapshot never takes it back.',
  source: 'Raft paper, section 5.3 and Figure 13; 6.5840: "apply out of order"',
  startCheck() {
    const last = new Map<number, number>();
    return (fact) => {
      const reached = last.get(fact.server) ?? 0;
      if (fact.kind === 'restarted') last.set(fact.server, fact.appliedIndex);
      else if (fact.kind === 'applied') {
        last.set(fact.server, fact.index);
        if (fact.index !== reached + 1) {
          return [
            `server ${fact.server} had applied up to index ${reached}`,
            `and applied index ${fact.index} at ${seconds(fact.atUs)}; expected index ${reached + 1}`,
          ];
        }
      } else if (fact.kind === 'snapshot-applied') {
        last.set(fact.server, fact.index);
        if (fact.index < reached) {
          return [
            `server ${fact.server} had applied up to index ${reached}`,
            `and went back to a snapshot of index ${fact.index} at ${seconds(fact.atUs)}`,
          ];
        }
      }
      return undefined;
    };
  },
};
