import type { FactPromise } from '../../harness/vocabulary/promise.ts';
import type { RaftFact } from './fact.ts';
import { appliedInOrder } from './promises/applied-in-order.ts';
import { appliedWhereStarted } from './promises/applied-where-started.ts';
import { committedStays } from './promises/committed-stays.ts';
import { electedByAMajority } from './promises/elected-by-a-majority.ts';
import { leaderAppendsOnly } from './promises/leader-appends-only.ts';
import { oneLeaderPerTerm } from './promises/one-leader-per-term.ts';
import { sameCommandAtEachIndex } from './promises/same-command-at-each-index.ts';
import { snapshotHoldsItsIndex } from './promises/snapshot-holds-its-index.ts';
import { termNeverGoesBack } from './promises/term-never-goes-back.ts';

/** Everything that a Raft of this many servers promises at every event, whatever the faults. */
export const raftPromises = (servers: number): readonly FactPromise<RaftFact>[] => [
  oneLeaderPerTerm,
  electedByAMajority(servers),
  termNeverGoesBack,
  sameCommandAtEachIndex,
  appliedInOrder,
  committedStays,
  leaderAppendsOnly,
  appliedWhereStarted,
  snapshotHoldsItsIndex,
];
