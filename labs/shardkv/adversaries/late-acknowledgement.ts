import type { Way } from '../../../harness/adversary/message.ts';
import { wait, type Steps } from '../../../harness/vocabulary/script.ts';
import { keyOf } from '../shard-world.ts';
import { haveOnDisk, markKey, useInTime, useShard, type HandOverStage } from './stage.ts';

/** A second server of the group may have to repeat what a first one has said, and say it in vain. */
const ACKNOWLEDGE_MS = 500;

/**
 * What the second group of a shard says to the first one, once it has the shard, is late. The shard comes
 * back to the first group, and goes on to a third one, which is not heard until those late words have
 * come: they acknowledge the first hand-over, and say nothing of this one.
 */
export function* lateAcknowledgement(
  stage: HandOverStage,
  shard: number,
  gids: readonly number[],
): Steps<boolean> {
  const { world } = stage;
  const { random, sim } = world;
  const { shards } = yield* world.newest();
  const [first = 0] = shards.slice(shard);
  const [second = 0, third = 0] = random.shuffle(gids.filter((gid) => gid !== first));
  const isOf = (gid: number, server: number): boolean => world.group(gid).includes(server);
  const mark = `marked at ${sim.nowUs}`;
  yield* markKey(world.clerk, keyOf(shard, 2), mark);

  const hasIt = (): boolean => haveOnDisk(world, world.group(second), mark);
  stage.holdHandOver({ from: (from) => isOf(second, from) && hasIt() });
  yield* world.move(shard, second);
  yield* useInTime(stage, shard);
  if (!(yield* stage.holding(ACKNOWLEDGE_MS))) return false;
  // What is repeated comes through, so that the first hand-over is over.
  stage.holdNothing();
  yield* world.move(shard, first);
  yield* useInTime(stage, shard);
  const isLate = stage.held > 0;

  const isOfThird = ({ from, to }: Way): boolean => isOf(third, from) || isOf(third, to);
  stage.holdHandOver(isOfThird);
  yield* world.move(shard, third);
  // Groups ask for the newest configuration every so often.
  yield* wait(random.between(100, 400));
  stage.release((way) => !isOfThird(way));
  yield* wait(random.between(20, 100));
  stage.letGo();
  yield* useShard(world.clerk, shard);
  return isLate;
}
