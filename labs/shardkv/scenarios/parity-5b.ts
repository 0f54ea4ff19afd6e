import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Script } from '../../../harness/vocabulary/script.ts';
import { shardOf } from '../api.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import {
  checkAll,
  eachDown,
  expectSmallState,
  keys,
  onlyServed,
  restartAll,
  update,
  upTo,
  writeAll,
} from './steps.ts';

/** Two for each shard. */
const KEYS = 24;
/** 6.5840's INTERGRPDELAY: time for a configuration to be taken up before the next. */
const BETWEEN_MS = 200;

const oneGroup = part5B({
  id: 'one-group',
  points: 0,
  title: 'one group, each server down in turn',
  source: '2025 TestStaticOneShardGroup5A',
  holdsTo: 'A group goes on while most of its servers are up.',
  groups: 1,
  *play(world) {
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    // Whichever of them leads is among these.
    yield* eachDown(world, world.group(1), () => checkAll(world, keys(KEYS)));
    yield* checkAll(world, keys(KEYS));
  },
});

const staticShards = part5B({
  id: 'static-shards',
  points: 0,
  title: 'two groups, one of them down',
  source: '2024 TestStaticShards5A, TestRejection5A; 2025 TestJoinBasic5A (checkShutdownSharding)',
  holdsTo: 'A key is served while the group of its shard is up, and by no other group.',
  groups: 2,
  clerks: 10,
  *play(world) {
    const ten = keys(10);
    yield* world.join(1);
    yield* world.join(2);
    yield* writeAll(world, ten);
    yield* checkAll(world, ten);
    for (const [down, up] of [
      [2, 1],
      [1, 2],
    ] as const) {
      world.crash(...world.group(down));
      yield* onlyServed(world, ten, [up], function* () {
        world.restart(...world.group(down));
        yield* wait(1);
      });
    }
    yield* checkAll(world, ten);
  },
});

const joinLeave = part5B({
  id: 'join-leave',
  title: 'a group joins, another leaves and returns',
  source: '2024 TestJoinLeave5B; 2025 TestJoinBasic5A, TestJoinLeaveBasic5A',
  holdsTo:
    'Shards follow the configurations; a group that has left is not needed any more once they have moved.',
  groups: 2,
  clerks: 2,
  *play(world) {
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    yield* world.join(2);
    yield* checkAll(world, keys(KEYS));
    yield* update(world, keys(KEYS));
    yield* world.leave(1);
    yield* checkAll(world, keys(KEYS));
    yield* update(world, keys(KEYS));
    yield* wait(1_000);
    // What has left the first group is not needed any more, so it may as well be gone.
    world.crash(...world.group(1));
    yield* checkAll(world, keys(KEYS));
    world.restart(...world.group(1));
    yield* world.join(1);
    yield* checkAll(world, keys(KEYS));
    yield* world.move(3, 1);
    yield* world.move(3, 2);
    yield* update(world, keys(KEYS));
    yield* checkAll(world, keys(KEYS));
  },
});

const snapshot = part5B({
  id: 'shard-snapshots',
  title: 'snapshots, and a restart of every server',
  source: '2024 TestSnapshot5B',
  holdsTo:
    'State on disk stays within 8 times what asks for a snapshot, and a restart loses nothing.',
  groups: 3,
  clerks: 2,
  maxStateBytes: 1_000,
  *play(world) {
    const all = keys(30);
    yield* world.join(1);
    yield* writeAll(world, all);
    yield* checkAll(world, all);
    yield* world.join(2);
    yield* world.join(3);
    yield* world.leave(1);
    yield* update(world, all);
    yield* checkAll(world, all);
    yield* world.leave(2);
    yield* world.join(1);
    yield* update(world, all);
    yield* checkAll(world, all);
    yield* wait(1_000);
    expectSmallState(world);
    yield* restartAll(world, [...world.controllers, ...world.shardServers], 1);
    yield* checkAll(world, all);
    yield* update(world, all);
    yield* checkAll(world, all);
  },
});

const missChange = part5B({
  id: 'miss-change',
  title: 'a server of each group misses configurations',
  source: '2024 TestMissChange5B',
  holdsTo: 'A server that was down catches up with every configuration that it missed.',
  groups: 3,
  clerks: 2,
  maxStateBytes: 1_000,
  *play(world) {
    const ofEachGroup = (i: number): number[] =>
      [1, 2, 3].flatMap((gid) => world.group(gid).slice(i, i + 1));
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    yield* world.join(2);
    world.crash(...ofEachGroup(0));
    yield* world.join(3);
    yield* world.leave(2);
    yield* world.leave(1);
    yield* checkAll(world, keys(KEYS));
    yield* update(world, keys(KEYS));
    yield* world.join(2);
    yield* checkAll(world, keys(KEYS));
    world.restart(...ofEachGroup(0));
    yield* checkAll(world, keys(KEYS));
    yield* wait(2_000);
    world.crash(...ofEachGroup(1));
    yield* world.join(1);
    yield* world.leave(3);
    yield* checkAll(world, keys(KEYS));
    yield* update(world, keys(KEYS));
    world.restart(...ofEachGroup(1));
    yield* checkAll(world, keys(KEYS));
  },
});

const shutdown = part5B({
  id: 'shutdown',
  title: 'every group restarts between changes',
  source: '2025 TestShutdown5A',
  holdsTo: 'A move that is under way when all servers restart goes on where it was.',
  groups: 3,
  clerks: 2,
  maxStateBytes: 1_000,
  *play(world) {
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    yield* world.join(2, 3);
    yield* update(world, keys(KEYS));
    yield* restartAll(world, world.shardServers, 100);
    yield* checkAll(world, keys(KEYS));
    yield* world.leave(3);
    // At once, while its shards are on their way or have not even left.
    yield* restartAll(world, world.shardServers, 100);
    yield* checkAll(world, keys(KEYS));
    yield* world.join(3);
    yield* wait(world.random.between(0, 300));
    yield* restartAll(world, world.shardServers, 1);
    yield* update(world, keys(KEYS));
    yield* checkAll(world, keys(KEYS));
  },
});

const progressShutdown = part5B({
  id: 'progress-shutdown',
  title: 'shards move among the groups that are up',
  source: '2025 TestProgressShutdown5A',
  holdsTo:
    'Shards move among groups that are up, and are served there, whatever other groups are down.',
  points: 0,
  groups: 4,
  clerks: 12,
  *play(world) {
    const twelve = keys(12);
    yield* world.join(1);
    yield* writeAll(world, twelve);
    yield* world.join(2, 3, 4);
    yield* checkAll(world, twelve);
    const { shards } = yield* world.newest();
    // So that nothing is left to be done, such as deleting, for which a group would be needed.
    yield* wait(1_000);
    world.crash(...world.group(3), ...world.group(4));
    // From one living group to another: nothing of it needs those that are down.
    const [shard] = shards.flatMap((gid, each) => (gid === 1 ? [each] : []));
    if (shard !== undefined) yield* world.move(shard, 2);
    yield* onlyServed(world, twelve, [1, 2], function* () {
      world.restart(...world.group(3), ...world.group(4));
      yield* wait(1);
    });
    yield* checkAll(world, twelve);
  },
});

/** How many gets 6.5840 wants of shards that stay, in four seconds of changes. */
const GETS_MIN = 100;

const progressJoin = part5B({
  id: 'progress-join',
  title: 'shards that stay are served during moves',
  source: '2025 TestProgressJoin5A',
  holdsTo: 'A shard that stays where it is is served while others come and go.',
  groups: 4,
  clerks: 2,
  maxStateBytes: 8_000,
  *play(world) {
    const { sim } = world;
    yield* world.join(1, 2);
    yield* writeAll(world, keys(KEYS));
    const before = yield* world.newest();
    const stays = new Set(before.shards.keys());
    const endUs = sim.nowUs + 4_000_000;
    const changes = function* (): Script {
      while (sim.nowUs < endUs) {
        for (const change of [world.joining(3, 4), { kind: 'leave', gids: [3, 4] } as const]) {
          yield* world.admin.change(change);
          const { shards } = yield* world.newest();
          for (const shard of stays) {
            if (shards[shard] !== before.shards[shard]) stays.delete(shard);
          }
          yield* wait(BETWEEN_MS);
        }
      }
    };
    let gets = 0;
    const reads = world.clerks.map(function* (clerk): Script {
      while (sim.nowUs < endUs) {
        for (const key of keys(KEYS)) {
          yield* wait(5);
          if (!stays.has(shardOf(key)) || sim.nowUs >= endUs) continue;
          yield* clerk.get(key);
          gets++;
        }
      }
    });
    yield* world.together(changes(), ...reads);
    if (gets < GETS_MIN) {
      world.stall(
        `${GETS_MIN} gets of shards that stay where they are, in 4 s of joins and leaves`,
        `there were ${gets}`,
      );
    }
    yield* checkAll(world, keys(KEYS));
  },
});

const manyJoinLeave = part5B({
  id: 'many-join-leave',
  points: 0,
  title: 'eight groups join and leave',
  source: '2025 TestManyJoinLeaveReliable5A',
  holdsTo:
    'Any number of configurations may follow one another; nothing that was stored is lost on the way.',
  groups: 8,
  clerks: 3,
  play: manyGroups,
});

const manyJoinLeaveUnreliable = part5B({
  id: 'many-join-leave-unreliable',
  title: 'eight groups join and leave, bad network',
  source: '2025 TestManyJoinLeaveUnreliable5A',
  holdsTo:
    'Every step may be repeated and every message lost: nothing that was stored is lost on the way.',
  network: 'unreliable',
  groups: 8,
  clerks: 3,
  play: manyGroups,
});

export const parity5B: readonly Scenario[] = [
  oneGroup,
  staticShards,
  joinLeave,
  snapshot,
  missChange,
  shutdown,
  progressShutdown,
  progressJoin,
  manyJoinLeave,
  manyJoinLeaveUnreliable,
];

/** A scenario has a point, unless a harder one of the same kind has it. */
function part5B(
  given: Omit<ShardScenario, 'part' | 'points'> & { readonly points?: number },
): Scenario {
  return shardScenario({ part: '5B', points: 1, clerks: 1, ...given });
}

function* manyGroups(world: ShardWorld): Script {
  yield* world.join(1);
  yield* writeAll(world, keys(KEYS));
  for (const gid of upTo(8).slice(1)) {
    yield* world.join(gid);
    yield* wait(BETWEEN_MS);
  }
  yield* checkAll(world, keys(KEYS));
  yield* update(world, keys(KEYS));
  for (const gid of world.random.shuffle(upTo(8)).slice(1)) {
    yield* world.leave(gid);
    yield* wait(BETWEEN_MS);
  }
  yield* checkAll(world, keys(KEYS));
}
