import { wait, type Script } from '../../../harness/scenario/script.ts';
import { converge } from '../converge.ts';
import { raftScenario } from '../raft-scenario.ts';
import type { RaftWorld } from '../raft-world.ts';
import { Stage } from './stage.ts';

/** A follower comes back with a high term, and only its replies get through to tell of it. */
function* deafFollower(world: RaftWorld): Script {
  const stage = new Stage(world);
  world.sim.reached.set('deaf-follower', 0);
  const leader = yield* world.oneLeader();
  yield* world.agree(3, { retry: true });
  const follower = world.random.pick(stage.others(leader));
  stage.cut(follower);
  yield* wait(3_000);
  stage.hold = ({ from, half }) => from === follower && half === 'request';
  stage.join(follower);
  yield* world.agree(3, { retry: true });
  world.sim.reached.set('deaf-follower', 1);
  yield* converge(world);
}

export const deafFollowerScenario = raftScenario({
  id: 'deaf-follower',
  title: 'a leader learns of a new term from a reply',
  part: '3B',
  points: 1,
  kind: 'exploration',
  source: 'Raft paper, 5.1',
  servers: 3,
  play: deafFollower,
});
