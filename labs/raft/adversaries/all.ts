import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { deafFollowerScenario } from './deaf-follower.ts';
import { figure8Aimed } from './figure-8.ts';
import { lateAcksScenario } from './late-acks.ts';
import { lateAppendScenario } from './late-append.ts';
import { lateSnapshotScenario } from './late-snapshot.ts';
import { leftoversScenario } from './leftovers.ts';
import { longLogsScenario } from './long-logs.ts';
import { longWayBackScenario } from './long-way-back.ts';
import { oldRepliesScenario } from './old-replies.ts';
import { oldVotesScenario } from './old-votes.ts';
import { oneVoteScenario } from './one-vote.ts';
import { pileUpScenario } from './pile-up.ts';
import { snapshotSuffixScenario } from './snapshot-suffix.ts';
import { snapshotOnlyScenario } from './snapshot-only.ts';
import { splitVoteScenario } from './split-vote.ts';
import { thinQuorumScenario } from './thin-quorum.ts';
import { twoCandidatesScenario } from './two-candidates.ts';

/** Faults aimed at one bug each. They wait for events, so that they bite any style of Raft. */
export const adversaries: readonly Scenario[] = [
  splitVoteScenario,
  oneVoteScenario,
  oldVotesScenario,
  longLogsScenario,
  lateAppendScenario,
  lateAcksScenario,
  leftoversScenario,
  deafFollowerScenario,
  figure8Aimed,
  oldRepliesScenario,
  twoCandidatesScenario,
  thinQuorumScenario,
  longWayBackScenario,
  snapshotSuffixScenario,
  lateSnapshotScenario,
  snapshotOnlyScenario,
  pileUpScenario,
];
