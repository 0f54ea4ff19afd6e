import type { Way } from '../../../harness/adversary/message.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { clerkOf } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';
import {
  carriers,
  haveOnDisk,
  markKey,
  moveShard,
  playRounds,
  setBlind,
  useInTime,
  useShard,
} from './stage.ts';
import type { HandOverStage } from './stage.ts';

const ROUNDS = 5;
const GROUPS = [1, 2, 3];
/** A hand-over that nothing disturbs has come so far by then. */
const HAND_OVER_MS = 2_000;

/** What has become of the shard when the slow message comes. */
const WHERE = ['there', 'away', 'on its way back'] as const;

/**
 * The message that brings a shard to its new group is slow, whether that is a request or an answer. The
 * group asks, or is told, once more, gets the shard, and serves it; perhaps it gives it away, and perhaps
 * it is to get it back. Then the slow message comes, to a server that waits for nothing any more, or for
 * something newer.
 */
function* lateArrival(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { random, sim } = world;
  const reader = clerkOf(world, 1);
  const where = random.pick(WHERE);
  const mark = `marked at ${sim.nowUs}`;
  yield* markKey(world.clerk, keyOf(shard, 2), mark);
  const carries = carriers(stage, mark);
  const late = stage.holdOne((message) => message.isHandOver && carries(message));
  const { to } = yield* moveShard(world, shard, GROUPS);
  yield* late.comes(HAND_OVER_MS);
  yield* useInTime(stage, shard);
  const slow = late.first;
  const isLate = stage.held > 0;
  stage.holdNothing();
  yield* useShard(reader, shard);
  setBlind(world, reader, true);

  if (where !== 'there') yield* leave(world, shard);
  if (where === 'on its way back' && slow !== null) yield* comeBeforeIt(stage, { shard, to, slow });
  else yield* wait(random.between(0, 150));
  stage.letGo();
  // A group that was sent an old shard may take a moment to take it in.
  yield* wait(random.between(5, 100));
  const sight = function* (): Script {
    yield* wait(random.between(50, 200));
    setBlind(world, reader, false);
  };
  yield* world.together(reader.get(keyOf(shard)), sight());
  yield* useShard(world.clerk, shard);
  return isLate;
}

/** The shard moves on, and is surely somewhere else in the end. */
function* leave(world: ShardWorld, shard: number): Steps<void> {
  const mark = `leaves at ${world.sim.nowUs}`;
  yield* markKey(world.clerk, keyOf(shard, 2), mark);
  const { to } = yield* moveShard(world, shard, GROUPS);
  yield* until(() => haveOnDisk(world, world.group(to), mark), HAND_OVER_MS);
  yield* useShard(world.clerk, shard);
}

/** The shard is to come back to the group, and the slow message comes before all that is said of that. */
function* comeBeforeIt(
  stage: HandOverStage,
  { shard, to, slow }: { readonly shard: number; readonly to: number; readonly slow: Way },
): Steps<void> {
  const { random } = stage.world;
  const way = { from: slow.from, to: slow.to };
  stage.holdHandOver();
  yield* stage.world.move(shard, to);
  yield* stage.holding(HAND_OVER_MS, 2);
  stage.letPass(way);
  stage.release(way);
  yield* wait(random.between(5, 50));
}

export const lateArrivalScenario = shardScenario({
  id: 'late-arrival',
  title: 'a shard comes a second time, late',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'Lab 5B: every step of a hand-over may be repeated, and every message may be late',
  holdsTo:
    'A step of a hand-over that is made twice, or late, has no effect: what belongs to a configuration that is over changes nothing.',
  groups: 3,
  clerks: 3,
  seeds: 6,
  *play(world) {
    yield* world.join(...GROUPS);
    yield* playRounds(world, {
      id: 'late-arrival',
      count: ROUNDS,
      loadFrom: 2,
      round: lateArrival,
    });
  },
});
