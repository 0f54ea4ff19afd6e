import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { deafFollowerScenario } from './deaf-follower.ts';
import { figure8Aimed } from './figure-8.ts';
import { longLogsScenario } from './long-logs.ts';
import { oldRepliesScenario } from './old-replies.ts';
import { oldVotesScenario } from './old-votes.ts';
import { pileUpScenario } from './pile-up.ts';
import { snapshotSuffixScenario } from './snapshot-suffix.ts';
import { thinQuorumScenario } from './thin-quorum.ts';
import { twoCandidatesScenario } from './two-candidates.ts';

/** Faults aimed at one bug each. They wait for events, so that they bite any style of Raft. */
export const adversaries: readonly Scenario[] = [
  longLogsScenario,
  deafFollowerScenario,
  figure8Aimed,
  oldVotesScenario,
  oldRepliesScenario,
  twoCandidatesScenario,
  thinQuorumScenario,
  snapshotSuffixScenario,
  pileUpScenario,
];
