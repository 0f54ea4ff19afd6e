import { until, wait, type Script, type Steps } from '../../../harness/scenario/script.ts';
import { shardScenario } from '../shard-scenario.ts';
import { PATIENCE_MS, moveShard, playRounds, useShard, type Stage } from './stage.ts';

const ROUNDS = 6;
const GROUPS = [1, 2, 3];

/**
 * One server's part of a hand-over is held up: what it says to another group, after the first few
 * messages, or what it is answered. It crashes, so that others finish the hand-over; the shard moves
 * on, and is written. Then, perhaps in the middle of another hand-over, the old messages arrive.
 */
function* lateMessages(stage: Stage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { random, sim } = world;
  const half = random.pick(['request', 'request', 'reply'] as const);
  let pass = random.between(0, 3);
  let slow: { server: number; incarnation: number } | null = null;
  stage.hold = (message) => {
    if (message.half !== half) return false;
    const server = half === 'request' ? message.from : message.to;
    if (slow === null && pass-- > 0) return false;
    slow ??= { server, incarnation: sim.incarnation(server) };
    return slow.server === server && slow.incarnation === sim.incarnation(server);
  };
  const isHeld = (): boolean => slow !== null;
  const crash = function* (): Script {
    if (!(yield* until(isHeld, PATIENCE_MS)) || slow === null) return;
    yield* wait(random.between(0, 200));
    world.crash(slow.server);
    yield* wait(random.between(1, 300));
    world.restart(slow.server);
  };
  yield* world.together(moveShard(world, shard, GROUPS), crash());
  if (!isHeld()) stage.settle();
  yield* useShard(world.clerk, shard);
  for (let more = random.between(0, 2); more > 0; more--) {
    yield* moveShard(world, shard, GROUPS);
    yield* useShard(world.clerk, shard);
  }
  const isInTime = isHeld();
  const release = function* (): Script {
    yield* wait(random.between(0, 250));
    stage.hold = () => false;
    sim.release();
  };
  yield* world.together(moveShard(world, shard, GROUPS), release());
  yield* useShard(world.clerk, shard);
  yield* wait(50);
  yield* useShard(world.clerk, shard);
  return isInTime;
}

export const lateMessagesScenario = shardScenario({
  id: 'late-messages',
  title: 'messages of a hand-over arrive when it is long over',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'a group accepts nothing of a configuration that is over',
  groups: 3,
  clerks: 2,
  maxStateBytes: 8_000,
  seeds: 8,
  *play(world) {
    yield* world.join(...GROUPS);
    yield* playRounds(world, {
      id: 'late-messages',
      count: ROUNDS,
      loadFrom: 1,
      round: lateMessages,
    });
  },
});
