import { until, wait, type Script, type Steps } from '../../../harness/scenario/script.ts';
import { shardScenario } from '../shard-scenario.ts';
import { moveShard, playRounds, useShard, type Stage } from './stage.ts';

const ROUNDS = 6;
const GROUPS = [1, 2, 3];
/** A hand-over that nothing disturbs is over by then. */
const HAND_OVER_MS = 800;
/** So is one whose leader crashed: the others elect another one, which looks where it stands. */
const SUCCESSION_MS = 3_000;

/**
 * Part of what is said in a hand-over is held up, from some message on: what one server says to other
 * groups or is answered, or what its whole group says. A single server crashes, so that others finish
 * the hand-over. The shard moves on, and is written. Then, perhaps in the middle of another hand-over,
 * the old messages arrive.
 */
function* lateMessages(stage: Stage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { random, sim } = world;
  const [half, isWholeGroup] = random.pick([
    ['request', false],
    ['request', true],
    ['reply', false],
  ] as const);
  let pass = random.between(0, 3);
  let slow: { server: number; incarnation: number } | null = null;
  stage.hold = (message) => {
    if (message.half !== half) return false;
    const server = half === 'request' ? message.from : message.to;
    if (slow === null && pass-- > 0) return false;
    slow ??= { server, incarnation: sim.incarnation(server) };
    if (isWholeGroup) return stage.areOfOneGroup(slow.server, server);
    return slow.server === server && slow.incarnation === sim.incarnation(server);
  };
  const isHeld = (): boolean => slow !== null;
  const crash = function* (): Script {
    if (!(yield* until(isHeld, HAND_OVER_MS)) || slow === null || isWholeGroup) return;
    yield* wait(random.between(0, 200));
    world.crash(slow.server);
    yield* wait(random.between(1, 300));
    world.restart(slow.server);
  };
  yield* world.together(moveShard(world, shard, GROUPS), crash());
  yield* useInTime(stage, shard);
  for (let more = random.between(0, 2); more > 0; more--) {
    yield* moveShard(world, shard, GROUPS);
    yield* useInTime(stage, shard);
  }
  const isLate = sim.calls.held > 0;
  const release = function* (): Script {
    yield* wait(random.between(0, 250));
    stage.letGo();
  };
  yield* world.together(moveShard(world, shard, GROUPS), release());
  yield* useShard(world.clerk, shard);
  yield* wait(50);
  yield* useShard(world.clerk, shard);
  return isLate;
}

/** Uses the shard; where the hand-over cannot end without what is held, that goes on after a while. */
function* useInTime(stage: Stage, shard: number): Steps<void> {
  const { world } = stage;
  let isServed = false;
  const use = function* (): Script {
    yield* useShard(world.clerk, shard);
    isServed = true;
  };
  const watch = function* (): Script {
    if (!(yield* until(() => isServed, SUCCESSION_MS))) stage.letGo();
  };
  yield* world.together(use(), watch());
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
