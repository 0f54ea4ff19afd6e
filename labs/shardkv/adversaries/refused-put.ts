import { isLike } from '../../../harness/adversary/like.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvClient } from '../../kv/kv-client.ts';
import { shardScenario } from '../shard-scenario.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';
import { hasGoneOn, haveOnDisk, keysOfShard, markKey, moveShard } from './stage.ts';
import { playRounds, secondCopies, useShard, type Passing, type HandOverStage } from './stage.ts';

const ROUNDS = 4;
/** A shard that moves first, so that a clerk that asks for it learns of all later moves. */
const GUIDE = 3;
/** Enough for a put to be refused by every server of a group. */
const REFUSED_MS = 1_000;
/** Longer than the new group needs to serve a shard that it has. */
const SERVED_MS = 2_000;

/**
 * A shard is on its way, and its new group refuses a put; but the network has made two of the request.
 * The clerk sleeps before it asks again, the shard arrives, and then the second copy does, and is
 * carried out. Whatever the clerk is told then, when it wakes up and asks again, is its own doing.
 */
function* refusedPut(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { sim, random } = world;
  const [writer, other] = world.clerks;
  const [key] = keysOfShard(shard);
  if (writer === undefined || other === undefined || key === undefined) return false;
  yield* useShard(writer, GUIDE);
  const mark = `marked at ${sim.nowUs}`;
  const version = yield* markKey(other, key, mark);
  if (!(yield* hasMoved(world, other, GUIDE))) return false;
  stage.holdHandOver();
  const { to } = yield* moveShard(world, shard, [1, 2]);
  const target = world.group(to);
  yield* writer.get(keyOf(GUIDE));

  const copies = holdSecondCopies(stage, writer.process, target);
  sim.inject({ kind: 'network', preset: 'repeating' });
  let isMade = false;
  const meanwhile = function* (): Script {
    yield* until(() => copies.kept > 0, REFUSED_MS);
    yield* wait(random.between(0, 200));
    const answer = { from: target, to: writer.process, half: 'reply' } as const;
    yield* stage.arrival(answer, { withinMs: REFUSED_MS });
    stage.pause(writer.process);
    sim.inject({ kind: 'network', preset: 'reliable' });
    stage.letPass({ isHandOver: true });
    stage.release({ from: (from) => from !== writer.process });
    if (yield* until(() => haveOnDisk(world, target, mark), SERVED_MS)) yield* other.get(key);
    stage.letGo();
    isMade = yield* hasGoneOn(other, { key, version }, { looks: 10, everyMs: 10 });
    stage.resume(writer.process);
  };
  yield* world.together(writer.put(key, `${key} refused at ${sim.nowUs}`, version), meanwhile());
  yield* useShard(other, shard);
  return isMade && copies.kept > 0;
}

/** Moves a shard, and waits until its new group serves it. */
function* hasMoved(world: ShardWorld, other: KvClient, shard: number): Steps<boolean> {
  const key = keyOf(shard);
  const mark = `marked to move at ${world.sim.nowUs}`;
  yield* markKey(other, key, mark);
  const { to } = yield* moveShard(world, shard, [1, 2]);
  const hasArrived = yield* until(() => haveOnDisk(world, world.group(to), mark), SERVED_MS);
  if (hasArrived) yield* other.get(key);
  return hasArrived;
}

/** Holds hand-overs, and the second copies of what the client asks of these servers; these are counted. */
function holdSecondCopies(
  stage: HandOverStage,
  client: number,
  servers: readonly number[],
): { readonly kept: number } {
  const copies = { kept: 0 };
  const isRequest = isLike<Passing>({ from: client, to: servers, half: 'request' });
  const isSecond = secondCopies(stage);
  stage.hold((message) => {
    const isCopy = isRequest(message) && isSecond(message);
    if (isCopy) copies.kept++;
    return isCopy || message.isHandOver;
  });
  return copies;
}

/** A group refuses a put and has the shard when the second copy of the request comes. */
export const refusedPutScenario = shardScenario({
  id: 'refused-put',
  title: 'a refused put arrives once more',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'ErrVersion means that a put has had no effect, also where the network repeats requests',
  holdsTo:
    'ErrVersion means that this put has had no effect and never will, also where the network has made two of it.',
  groups: 2,
  clerks: 2,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, {
      id: 'refused-put',
      count: ROUNDS,
      loadFrom: 2,
      round: refusedPut,
    });
  },
});
