import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import type { KvClient } from '../../kv/kv-client.ts';
import { shardScenario } from '../shard-scenario.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';
import { hasGoneOn, haveOnDisk, keysOfShard, markKey, moveShard } from './stage.ts';
import { playRounds, secondCopies, useShard, type Stage } from './stage.ts';

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
function* refusedPut(stage: Stage, shard: number): Steps<boolean> {
  const { world } = stage;
  const { sim, random } = world;
  const [writer, other] = world.clerks;
  const [key] = keysOfShard(shard);
  if (writer === undefined || other === undefined || key === undefined) return false;
  yield* useShard(writer, GUIDE);
  const mark = `marked at ${sim.nowUs}`;
  const version = yield* markKey(other, key, mark);
  if (!(yield* hasMoved(world, other, GUIDE))) return false;
  stage.hold = () => true;
  const { to } = yield* moveShard(world, shard, [1, 2]);
  const target = world.group(to);
  yield* writer.get(keyOf(GUIDE));

  const copies = keepSecondCopies(stage, writer.process, target);
  sim.inject({ kind: 'network', preset: 'repeating' });
  let isMade = false;
  const meanwhile = function* (): Script {
    yield* until(() => copies.kept > 0, REFUSED_MS);
    yield* wait(random.between(0, 200));
    const answers = copies.answers;
    yield* until(() => copies.answers > answers, REFUSED_MS);
    sim.inject({ kind: 'pause', server: writer.process });
    sim.inject({ kind: 'network', preset: 'reliable' });
    stage.hold = () => false;
    sim.calls.release((from) => from !== writer.process);
    if (yield* until(() => haveOnDisk(world, target, mark), SERVED_MS)) yield* other.get(key);
    stage.letGo();
    isMade = yield* hasGoneOn(other, { key, version }, { looks: 10, everyMs: 10 });
    sim.inject({ kind: 'resume', server: writer.process });
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

/** What was kept of a client's requests, and how many answers it had meanwhile. */
interface Copies {
  kept: number;
  answers: number;
}

/** Lets the first copy of what the client asks of these servers through, and keeps the second. */
function keepSecondCopies(stage: Stage, client: number, servers: readonly number[]): Copies {
  const copies: Copies = { kept: 0, answers: 0 };
  const isSecond = secondCopies(stage);
  stage.keep = (message) => {
    const { from, to, half } = message;
    if (half === 'reply' && to === client && servers.includes(from)) copies.answers++;
    if (half === 'reply' || from !== client || !servers.includes(to)) return false;
    if (!isSecond(message)) return false;
    copies.kept++;
    return true;
  };
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
