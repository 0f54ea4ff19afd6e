import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { inOneTerm } from './candidates.ts';
import { playElections } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** With random timeouts, two candidates tie again and again with a chance of few per cent each time. */
const TIES_MS = 4 * PATIENCE_MS;

/** Two servers are left, and both vote for themselves: one of them must stand again, and win. */
function* splitVote(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const [a = leader, b = leader] = world.random.shuffle(stage.others(leader));
  stage.cut(leader);
  const term = yield* inOneTerm(stage, a, b);
  if (term === null) return false;
  stage.holdNothing();
  stage.release({ from: a, to: b });
  stage.release({ from: b, to: a });
  const isLed = (): boolean => [a, b].some((each) => isLeaderAfter(stage, each, term));
  if (yield* until(isLed, TIES_MS)) return true;
  return world.stall(`a leader after a split vote in term ${term} within ${TIES_MS / 1_000} s`);
}

function isLeaderAfter(stage: RaftStage, server: number, term: number): boolean {
  const view = stage.world.view(server);
  return view.isLeader && view.term > term;
}

export const splitVoteScenario = raftScenario({
  id: 'split-vote',
  title: 'a split vote is followed by an election',
  holdsTo:
    'A candidate that does not win stands again, so that a split vote is followed by a leader.',
  part: '3A',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.2',
  servers: 3,
  play: (world) => playElections(world, 'split-vote', splitVote),
});
