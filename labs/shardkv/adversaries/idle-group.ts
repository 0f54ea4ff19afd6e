import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { versionOf } from '../../kv/kv-client.ts';
import { checkAll, restartAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import { keyOf, type ShardWorld } from '../shard-world.ts';
import { HandOverStage } from './stage.ts';

const ROUNDS = 2;
/** The group that nobody will ask, and the one that everybody does. */
const [IDLE, ASKED] = [1, 2];
/** The shard that comes late, and one that has work meanwhile. */
const [LATE, BUSY] = [0, 1];
/** A dozen of these make a snapshot. */
const VALUE_BYTES = 250;
/** Puts that are enough for a snapshot of every server, however its group writes its log. */
const PUTS_MAX = 60;
/** A hand-over that nothing disturbs has begun by then. */
const HAND_OVER_MS = 2_000;
/** Longer than a group needs to thank for what it has got, and the other to delete it. */
const SETTLE_MS = 1_500;

/**
 * A group waits for a shard when it takes a snapshot; then it gets the shard, and nobody asks it for
 * anything any more. All its servers restart, and all that it has is to go to another group. What it
 * did after the snapshot stands in its log, and counts only once its new leader has committed something.
 */
function* restartIdle(stage: HandOverStage): Steps<boolean> {
  const { world } = stage;
  const { sim, clerk } = world;
  const idle = world.group(IDLE);
  const keys = [keyOf(LATE), keyOf(BUSY)];
  yield* world.move(LATE, ASKED);
  yield* world.move(BUSY, IDLE);
  // Nothing else is on its way when messages are held.
  yield* wait(SETTLE_MS);
  yield* use(world);

  // That something is held shows that the group waits: what it snapshots from now on says so.
  stage.holdHandOver();
  yield* world.move(LATE, IDLE);
  const isWaiting = yield* stage.holding(HAND_OVER_MS);
  const before = idle.map((server) => sim.disk(server).snapshot);
  const hasSnapshots = (): boolean =>
    idle.every((server, i) => sim.disk(server).snapshot !== before[i]);
  for (let put = 0; put < PUTS_MAX && !hasSnapshots(); put++) {
    const reply = yield* clerk.get(keyOf(BUSY));
    const value = `put ${put} at ${sim.nowUs}`.padEnd(VALUE_BYTES, '.');
    yield* clerk.put(keyOf(BUSY), value, versionOf(reply));
  }
  const isReached = isWaiting && hasSnapshots();
  stage.letGo();
  yield* clerk.get(keyOf(LATE));
  yield* wait(SETTLE_MS);

  yield* restartAll(world, idle, 1);
  yield* wait(world.random.between(0, 1_000));
  yield* world.leave(IDLE);
  yield* use(world);
  yield* world.join(IDLE);
  yield* checkAll(world, keys);
  return isReached;
}

/** Reads and writes both shards, wherever they are by now. */
function* use({ clerk, sim }: ShardWorld): Script {
  for (const key of [keyOf(LATE), keyOf(BUSY)]) {
    const reply = yield* clerk.get(key);
    yield* clerk.put(key, `${key} at ${sim.nowUs}`, versionOf(reply));
  }
}

export const idleGroup = shardScenario({
  id: 'idle-group',
  title: 'a restarted group that nobody asks',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source:
    'Raft paper, 5.4.2 and 8: a leader commits what is of former terms with an entry of its own',
  holdsTo:
    'Every shard is served by its group within 20 s after all is healed, though no client asks the group that had it.',
  groups: 2,
  clerks: 1,
  maxStateBytes: 3_000,
  seeds: 4,
  *play(world) {
    const stage = new HandOverStage(world);
    const lastSteps = new LastSteps(world.sim, 'idle-group');
    yield* world.join(IDLE, ASKED);
    for (let round = 0; round < ROUNDS; round++) {
      yield* lastSteps.play(restartIdle(stage));
    }
    yield* world.converge();
    yield* checkAll(world, [keyOf(LATE), keyOf(BUSY)]);
    yield* world.audit();
  },
});
