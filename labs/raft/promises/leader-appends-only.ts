import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

export const leaderAppendsOnly: FactPromise<RaftFact> = {
  id: 'leader-appends-only',
  sentence: 'A leader only appends to its own log.',
  source: 'Raft paper, Figure 3: Leader Append-Only',
  startCheck() {
    const given = new Map<string, { index: number; command: string; atUs: number }>();
    return (fact) => {
      if (fact.kind !== 'started') return undefined;
      const key = `${fact.server}/${fact.incarnation}/${fact.term}`;
      const before = given.get(key);
      given.set(key, fact);
      if (before === undefined || fact.index > before.index) return undefined;
      return [
        `server ${fact.server} gave index ${before.index} to ${before.command} at ${seconds(before.atUs)}`,
        `and index ${fact.index} to ${fact.command} at ${seconds(fact.atUs)}, in the same term ${fact.term}`,
      ];
    };
  },
};
