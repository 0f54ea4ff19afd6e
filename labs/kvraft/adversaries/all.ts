import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { cutOffServerScenario } from './cut-off-server.ts';
import { lostReplyScenario } from './lost-reply.ts';
import { resendAfterSnapshotScenario } from './resend-after-snapshot.ts';
import { sameVersionScenario } from './same-version.ts';
import { skippedIndexScenario } from './skipped-index.ts';
import { takenIndexScenario } from './taken-index.ts';

/** Faults aimed at one bug each. They wait for events, so that they bite any style. */
export const adversaries: readonly Scenario[] = [
  takenIndexScenario,
  cutOffServerScenario,
  lostReplyScenario,
  sameVersionScenario,
  skippedIndexScenario,
  resendAfterSnapshotScenario,
];
