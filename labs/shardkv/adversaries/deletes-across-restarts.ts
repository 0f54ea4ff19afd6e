import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { shardOf } from '../api.ts';
import { demandDeleted, isDeleted } from '../scenarios/disk-bytes.ts';
import { checkAll, keys, restartAll, writeAll } from '../scenarios/steps.ts';
import { shardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { haveOnDisk, markKey, HandOverStage } from './stage.ts';

/** Time to delete what has moved when everybody has just restarted: as long as a heal may take. */
const AFTER_RESTART_MS = 20_000;

/** Everybody restarts while shards move, or soon after: what is to be deleted must not be forgotten. */
export const deletesAcrossRestarts = shardScenario({
  part: '5D',
  clerks: 1,
  id: 'delete-across-restarts',
  seeds: 12,
  title: 'shards are deleted, whoever restarts',
  source: '2024 TestChallenge1Delete, with restarts',
  holdsTo: 'What has moved is deleted where it was, whoever restarts in the middle of that.',
  points: 1,
  kind: 'exploration',
  groups: 3,
  maxStateBytes: 1,
  *play(world) {
    const all = keys(30);
    yield* world.join(1);
    yield* writeAll(world, all, 1_000);
    for (let round = 0; round < 2; round++) {
      for (const change of [world.join(2), world.leave(1), world.join(1), world.leave(2)]) {
        yield* change;
        yield* wait(world.random.between(0, 200));
        yield* restartAll(world, [...world.controllers, ...world.shardServers], 1);
        yield* checkAll(world, all);
      }
    }
    yield* world.join(2, 3);
    yield* checkAll(world, all);
    yield* leaveUnheard(world, all);
    // A group that nobody asks anything need not find out how far its log is committed.
    const deadlineUs = world.sim.nowUs + AFTER_RESTART_MS * 1_000;
    do yield* checkAll(world, all);
    while (!(yield* until(() => isDeleted(world), 1_000)) && world.sim.nowUs < deadlineUs);
    demandDeleted(world);
    yield* checkAll(world, all);
  },
});

/** A hand-over that nothing disturbs is over by then. */
const HAND_OVER_MS = 2_000;

/**
 * Shards move, one after another, and their new groups have them; but what would tell the old one so is
 * lost, and who would say it again restarts, or has given the shard away by then.
 */
function* leaveUnheard(world: ShardWorld, all: readonly string[]): Script {
  const { sim, random } = world;
  const stage = new HandOverStage(world);
  const lastSteps = new LastSteps(sim, 'delete-across-restarts');
  for (const shard of yield* shardsThatMay(world, all)) {
    const key = all.find((each) => shardOf(each) === shard) ?? '';
    const mark = `marked at ${sim.nowUs}`;
    yield* markKey(world.clerk, key, mark.padEnd(1_000, '.'));
    const { shards } = yield* world.newest();
    const [from = 0, to = 0, next = 0] = [
      shards[shard],
      ...random.shuffle([1, 2, 3].filter((gid) => gid !== shards[shard])),
    ];
    const source = world.group(from);
    stage.holdHandOver((message) => {
      return source.includes(message.to) && haveOnDisk(world, world.group(to), mark);
    });
    yield* world.move(shard, to);
    if (yield* stage.holding(HAND_OVER_MS)) lastSteps.reach();
    yield* wait(random.between(50, 400));
    stage.separate(...source);
    stage.letGo();
    yield* restartAll(world, [...world.controllers, ...world.group(to)], 1);
    if (random.chance(500_000)) yield* world.move(shard, next);
    yield* wait(random.between(0, 1_000));
    stage.healPartition();
    yield* checkAll(world, all);
  }
}

/** The shards that hold something, but for one in each group, so that each goes on to be asked. */
function* shardsThatMay(world: ShardWorld, all: readonly string[]): Steps<number[]> {
  const { shards } = yield* world.newest();
  const inUse = [...new Set(all.map(shardOf))];
  const staying = new Set([1, 2, 3].map((gid) => inUse.find((shard) => shards[shard] === gid)));
  return inUse.filter((shard) => !staying.has(shard)).slice(0, 6);
}
