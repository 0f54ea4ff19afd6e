import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { aheadInTermScenario } from './ahead-in-term.ts';
import { bareMajority, bareMajoritySnapshots } from './bare-majority.ts';
import { busyLeaderScenario } from './busy-leader.ts';
import { cutEntriesScenario } from './cut-entries.ts';
import { deafFollowerScenario, deafLaggardScenario } from './deaf-follower.ts';
import { deposedLeaderScenario } from './deposed-leader.ts';
import { earlySnapshotScenario } from './early-snapshot.ts';
import { figure8Aimed } from './figure-8.ts';
import { handedOnSnapshotScenario } from './handed-on-snapshot.ts';
import { minorityCommitsScenario, minorityElectsScenario } from './largest-minority.ts';
import { lateAcksScenario } from './late-acks.ts';
import { lateAppendScenario } from './late-append.ts';
import { lateInstallAnswerScenario } from './late-install-answer.ts';
import { lateSnapshotScenario } from './late-snapshot.ts';
import { leftoversScenario } from './leftovers.ts';
import { longLogsScenario } from './long-logs.ts';
import { longWayBackScenario } from './long-way-back.ts';
import { lostElectionScenario } from './lost-election.ts';
import { oldRefusalsPlain, oldRefusalsSnapshots } from './old-refusals.ts';
import { oldRepliesScenario } from './old-replies.ts';
import { needlessSnapshotScenario } from './needless-snapshot.ts';
import { oldVotesScenario } from './old-votes.ts';
import { oneVoteScenario } from './one-vote.ts';
import { partialLeaderScenario } from './partial-leader.ts';
import { pileUpScenario } from './pile-up.ts';
import { refusedAndRestartedScenario } from './refused-and-restarted.ts';
import { restartedVotersPlain, restartedVotersSnapshots } from './restarted-voters.ts';
import { rewrittenTailScenario } from './rewritten-tail.ts';
import { roleChangesPlain, roleChangesSnapshots } from './role-changes.ts';
import { sameMomentScenario } from './same-moment.ts';
import { silentLeaderPlain, silentLeaderSnapshots } from './silent-leader.ts';
import { snapshotLeftoversScenario } from './snapshot-leftovers.ts';
import { snapshotOnlyScenario } from './snapshot-only.ts';
import { snapshotSuffixScenario } from './snapshot-suffix.ts';
import { splitVoteScenario } from './split-vote.ts';
import { staleLeaderScenario } from './stale-leader.ts';
import { snapshotTermScenario } from './snapshot-term.ts';
import { termBeforeVoteScenario } from './term-before-vote.ts';
import { thinQuorumScenario } from './thin-quorum.ts';
import { tornSnapshotScenario } from './torn-snapshot.ts';
import { tornVoteScenario } from './torn-vote.ts';
import { voteAndSnapshotScenario } from './vote-and-snapshot.ts';
import { twoElectionsScenario } from './two-elections.ts';
import { twoCandidatesScenario } from './two-candidates.ts';

/** Faults aimed at one bug each. They wait for events, so that they bite any style of Raft. */
export const adversaries: readonly Scenario[] = [
  splitVoteScenario,
  oneVoteScenario,
  oldVotesScenario,
  twoElectionsScenario,
  staleLeaderScenario,
  lostElectionScenario,
  busyLeaderScenario,
  longLogsScenario,
  lateAppendScenario,
  lateAcksScenario,
  leftoversScenario,
  deafFollowerScenario,
  deposedLeaderScenario,
  figure8Aimed,
  oldRepliesScenario,
  twoCandidatesScenario,
  termBeforeVoteScenario,
  thinQuorumScenario,
  rewrittenTailScenario,
  cutEntriesScenario,
  sameMomentScenario,
  bareMajority,
  longWayBackScenario,
  snapshotSuffixScenario,
  lateSnapshotScenario,
  earlySnapshotScenario,
  tornSnapshotScenario,
  deafLaggardScenario,
  snapshotLeftoversScenario,
  snapshotOnlyScenario,
  snapshotTermScenario,
  bareMajoritySnapshots,
  pileUpScenario,
  handedOnSnapshotScenario,
  needlessSnapshotScenario,
  minorityCommitsScenario,
  minorityElectsScenario,
  lateInstallAnswerScenario,
  oldRefusalsPlain,
  oldRefusalsSnapshots,
  partialLeaderScenario,
  refusedAndRestartedScenario,
  restartedVotersPlain,
  restartedVotersSnapshots,
  roleChangesPlain,
  roleChangesSnapshots,
  silentLeaderPlain,
  silentLeaderSnapshots,
  tornVoteScenario,
  aheadInTermScenario,
  voteAndSnapshotScenario,
];
