import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { cutOffServerScenario } from './cut-off-server.ts';
import { fastClocksScenario } from './fast-clocks.ts';
import { lateAnswersScenario } from './late-answers.ts';
import { lostReplyScenario } from './lost-reply.ts';
import { newLeaderScenario } from './new-leader.ts';
import { oneLinkScenario } from './one-link.ts';
import { resendAfterSnapshotScenario } from './resend-after-snapshot.ts';
import { sameVersionScenario } from './same-version.ts';
import { skippedIndexScenario } from './skipped-index.ts';
import { snapshotBurstScenario } from './snapshot-burst.ts';
import { takenIndexScenario } from './taken-index.ts';

/** Faults aimed at one bug each. They wait for events, so that they bite any style. */
export const adversaries: readonly Scenario[] = [
  takenIndexScenario,
  cutOffServerScenario,
  newLeaderScenario,
  oneLinkScenario,
  fastClocksScenario,
  lateAnswersScenario,
  lostReplyScenario,
  sameVersionScenario,
  skippedIndexScenario,
  snapshotBurstScenario,
  resendAfterSnapshotScenario,
];
