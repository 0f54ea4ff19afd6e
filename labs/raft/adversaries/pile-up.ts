import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type RaftStage } from './stage.ts';

/** All that one follower is sent waits, and then arrives at once, in any order. */
function* pileUp(stage: RaftStage, leader: number): Steps<boolean> {
  const { world } = stage;
  const follower = world.random.pick(stage.others(leader));
  let isNews = false;
  for (let pile = 0; pile < 6; pile++) {
    const held = stage.hold({ to: follower, half: 'request' });
    const endUs = world.sim.nowUs + world.random.between(80, 280) * 1_000;
    while (world.sim.nowUs < endUs || !held.hasCome) {
      world.startAnywhere();
      yield* wait(world.random.between(5, 20));
      if (world.sim.nowUs > endUs + PATIENCE_MS * 1_000) return false;
    }
    const behind = world.view(follower).lastApplied;
    stage.letGo();
    isNews = (yield* stage.applies([follower], behind + 1, 250)) || isNews;
  }
  return isNews;
}

export const pileUpScenario = raftScenario({
  id: 'pile-up',
  title: 'messages come late, together, in any order',
  holdsTo: 'Messages that come late, together and in any order do no harm.',
  part: '3D',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.1 and 7',
  servers: 3,
  snapshotEvery: 3,
  play: (world) => playRounds(world, 'pile-up', pileUp),
});
