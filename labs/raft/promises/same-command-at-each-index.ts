import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

export const sameCommandAtEachIndex: FactPromise<RaftFact> = {
  id: 'same-command-at-each-index',
  sentence: 'No two servers apply different commands at the same index.',
  source: 'Raft paper, Figure 3: State Machine Safety',
  startCheck() {
    const applied = new Map<number, { command: string; server: number; atUs: number }>();
    return (fact) => {
      if (fact.kind !== 'applied') return undefined;
      const first = applied.get(fact.index);
      if (first === undefined) applied.set(fact.index, fact);
      if (first === undefined || first.command === fact.command) return undefined;
      return [
        `server ${first.server} applied ${first.command} at index ${fact.index} at ${seconds(first.atUs)}`,
        `server ${fact.server} applied ${fact.command} at index ${fact.index} at ${seconds(fact.atUs)}`,
      ];
    };
  },
};
