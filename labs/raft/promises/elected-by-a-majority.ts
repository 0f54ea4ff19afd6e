import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/**
 * How a vote looks is the solution's own, so it only counts who has sent the leader anything at all since the
 * run began: a server that was never heard of cannot have voted.
 */
export function electedByAMajority(servers: number): FactPromise<RaftFact> {
  const votesOfOthers = Math.floor(servers / 2);
  return {
    id: 'elected-by-a-majority',
    sentence: 'A server leads only with the votes of a majority.',
    source: 'Raft paper, section 5.2',
    startCheck() {
      const spoke = new Map<number, Set<number>>();
      return (fact) => {
        if (fact.kind === 'spoke') {
          const others = spoke.get(fact.to) ?? new Set();
          spoke.set(fact.to, others.add(fact.server));
        }
        if (fact.kind !== 'state' || !fact.isLeader) return undefined;
        const heardOf = [...(spoke.get(fact.server) ?? [])];
        if (heardOf.length >= votesOfOthers) return undefined;
        const senders =
          heardOf.length === 0 ? 'no other server' : `only server ${heardOf.join(' and ')}`;
        return [
          `server ${fact.server} led term ${fact.term} at ${seconds(fact.atUs)}`,
          `until then ${senders} had sent it a message; among ${servers} servers it needs ${votesOfOthers} votes beside its own`,
        ];
      };
    },
  };
}
