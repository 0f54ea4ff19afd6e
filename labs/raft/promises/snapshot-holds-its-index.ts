import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import type { RaftFact } from '../fact.ts';

/** The service's state is a function of the commands applied, so snapshots of one index are equal. */
export const snapshotHoldsItsIndex: FactPromise<RaftFact> = {
  id: 'snapshot-holds-its-index',
  sentence: 'A snapshot delivered for an index is the one a service took at that index.',
  source: 'Raft paper, section 7',
  startCheck() {
    const taken = new Map<number, string>();
    return (fact) => {
      if (fact.kind === 'snapshot-taken') taken.set(fact.index, fact.snapshot);
      if (fact.kind !== 'snapshot-applied') return undefined;
      const expected = taken.get(fact.index);
      if (expected === fact.snapshot) return undefined;
      return [
        `server ${fact.server} was given the snapshot ${fact.snapshot} for index ${fact.index} at ${seconds(fact.atUs)}`,
        expected === undefined
          ? 'but no service took a snapshot at that index'
          : `but the snapshot taken at that index is ${expected}`,
      ];
    };
  },
};
