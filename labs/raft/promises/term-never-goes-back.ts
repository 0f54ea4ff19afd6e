import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/** Within an incarnation only: a term that was adopted but promised nothing may be lost in a crash. */
export const termNeverGoesBack: FactPromise<RaftFact> = {
  id: 'term-never-goes-back',
  sentence: "A running server's term never goes back.",
  source: 'Raft paper, Figure 2: currentTerm increases monotonically',
  startCheck() {
    const terms = new Map<number, { term: number; incarnation: number; atUs: number }>();
    return (fact) => {
      if (fact.kind !== 'state') return undefined;
      const before = terms.get(fact.server);
      terms.set(fact.server, fact);
      if (before === undefined || before.incarnation !== fact.incarnation) return undefined;
      if (fact.term >= before.term) return undefined;
      return [
        `server ${fact.server} was in term ${before.term} at ${seconds(before.atUs)}`,
        `and in term ${fact.term} at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
