import { until, wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { raftScenario } from '../raft-scenario.ts';
import { playRounds } from './rounds.ts';
import { PATIENCE_MS, type Stage } from './stage.ts';

/** All that one follower is sent waits, and then arrives at once, in any order. */
function* pileUp(stage: Stage, leader: number): Steps<boolean> {
  const { world } = stage;
  const follower = world.random.pick(stage.others(leader));
  let isNews = false;
  for (let pile = 0; pile < 6; pile++) {
    const senders = new Set<number>();
    stage.hold = ({ from, to, half }) => {
      if (to !== follower || half !== 'request') return false;
      senders.add(from);
      return true;
    };
    const endUs = world.sim.nowUs + world.random.between(80, 280) * 1_000;
    while (world.sim.nowUs < endUs || senders.size === 0) {
      world.startAnywhere();
      yield* wait(world.random.between(5, 20));
      if (world.sim.nowUs > endUs + PATIENCE_MS * 1_000) return false;
    }
    const behind = world.view(follower).lastApplied;
    stage.hold = () => false;
    world.sim.calls.release();
    isNews = (yield* until(() => world.view(follower).lastApplied > behind, 250)) || isNews;
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
