import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/** Keyed by incarnation too: a server that led, crashed and leads the same term again is two leaders. */
export const oneLeaderPerTerm: FactPromise<RaftFact> = {
  id: 'one-leader-per-term',
  sentence: 'At most one server leads in a term.',
  source: 'Raft paper, Figure 3: Election Safety',
  startCheck() {
    const leaders = new Map<number, { server: number; incarnation: number; atUs: number }>();
    return (fact) => {
      if (fact.kind !== 'state' || !fact.isLeader) return undefined;
      const first = leaders.get(fact.term);
      if (first === undefined) {
        leaders.set(fact.term, fact);
        return undefined;
      }
      if (first.server === fact.server && first.incarnation === fact.incarnation) return undefined;
      const again = first.server === fact.server ? ', after a restart,' : '';
      return [
        `server ${first.server} led term ${fact.term} at ${seconds(first.atUs)}`,
        `server ${fact.server}${again} led term ${fact.term} at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
