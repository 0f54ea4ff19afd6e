import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { isolate } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import { haveOnDisk, keysOfShard, markKey, moveShard, playRounds, useShard } from './stage.ts';
import type { HandOverStage } from './stage.ts';

const ROUNDS = 4;
/** A hand-over that nothing disturbs has come so far by then. */
const HAND_OVER_MS = 2_000;
/** The others elect one of them meanwhile, and it looks where it stands. */
const APART_MS = 2_500;

/**
 * A shard arrives at its new group, and in the instant in which it is on the disk of one server and of no
 * other, that server is cut off from the rest of its group. It still hears everybody else. What it has is
 * not what its group has: the old group must keep the shard, for the others have to get it once more.
 */
function* thinArrival(stage: HandOverStage, shard: number): Steps<boolean> {
  const { world } = stage;
  const [key = ''] = keysOfShard(shard);
  const mark = `marked at ${world.sim.nowUs}`;
  yield* markKey(world.clerk, key, mark);
  const { shards } = yield* world.newest();
  const target = world.group(shards[shard] === 1 ? 2 : 1);
  let alone: number | null = null;
  stage.strikeAt(
    (server, { kind }) =>
      kind === 'save' && target.includes(server) && haveOnDisk(world, [server], mark),
    (server) => {
      alone = server;
      isolate(world, server, target, true);
    },
  );
  const strike = function* (): Script {
    if (!(yield* until(() => alone !== null, HAND_OVER_MS)) || alone === null) return;
    yield* wait(APART_MS);
    isolate(world, alone, target, false);
  };
  yield* world.together(moveShard(world, shard, [1, 2]), strike());
  yield* useShard(world.clerk, shard);
  return alone !== null;
}

export const thinArrivalScenario = shardScenario({
  id: 'thin-arrival',
  title: 'the one server that got a shard is cut off',
  part: '5B',
  points: 1,
  kind: 'exploration',
  source: 'Lab 5B: what a group has taken in, a majority of it has on disk',
  holdsTo:
    'Before the old group deletes a shard, the new one has it in its log, committed: no crash or cut takes the only copy.',
  groups: 2,
  clerks: 2,
  seeds: 4,
  *play(world) {
    yield* world.join(1, 2);
    yield* playRounds(world, {
      id: 'thin-arrival',
      count: ROUNDS,
      loadFrom: world.clerks.length,
      round: thinArrival,
    });
  },
});
