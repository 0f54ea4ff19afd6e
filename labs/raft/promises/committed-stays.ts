import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/**
 * When `start` gives out an index that was already applied somewhere, while every term seen so far
 * was older than the leader's, that leader lacks a committed entry. The comparison is with the terms
 * seen when the index was first applied: a stale leader, whose term is not newer, may do it rightly.
 */
export const committedStays: FactPromise<RaftFact> = {
  id: 'committed-stays',
  sentence: 'An entry that was applied anywhere is in the log of every later leader.',
  source: 'Raft paper, Figure 3: Leader Completeness',
  startCheck() {
    let highestTerm = 0;
    const applied = new Map<
      number,
      { command: string; server: number; atUs: number; highestTerm: number }
    >();
    return (fact) => {
      if (fact.kind === 'state') highestTerm = Math.max(highestTerm, fact.term);
      if (fact.kind === 'applied' && !applied.has(fact.index)) {
        applied.set(fact.index, { ...fact, highestTerm });
      }
      if (fact.kind !== 'started') return undefined;
      const entry = applied.get(fact.index);
      if (entry === undefined || entry.highestTerm >= fact.term) return undefined;
      return [
        `server ${entry.server} applied ${entry.command} at index ${fact.index} at ${seconds(entry.atUs)}`,
        `server ${fact.server}, leader of term ${fact.term}, gave index ${fact.index} to ${fact.command} at ${seconds(fact.atUs)}`,
        `so its log lacks ${entry.command}`,
      ];
    };
  },
};
