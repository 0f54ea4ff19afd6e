import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Script } from '../../../harness/vocabulary/script.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import { shardOf } from '../api.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { demandDeleted } from './disk-bytes.ts';
import { checkAll, clerkOf, keys, update, writeAll } from './steps.ts';

/** Time for shards to move, and for what they leave behind to be deleted. */
const SETTLE_MS = 3_000;

const deletes = challenge({
  id: 'challenge-delete',
  title: 'shards that have moved are deleted',
  source: '2024 TestChallenge1Delete',
  holdsTo: 'What has moved is deleted where it was: all disks together stay within 117,000 bytes.',
  points: 1,
  groups: 3,
  maxStateBytes: 1,
  *play(world) {
    const all = keys(30);
    yield* world.join(1);
    yield* writeAll(world, all, 1_000);
    for (let round = 0; round < 2; round++) {
      yield* world.join(2);
      yield* checkAll(world, all);
      yield* world.leave(1);
      yield* world.join(3);
      yield* checkAll(world, all);
      yield* world.leave(2);
      yield* world.join(1);
      yield* wait(500);
      yield* world.leave(3);
    }
    yield* world.join(2);
    yield* world.join(3);
    yield* checkAll(world, all);
    yield* wait(SETTLE_MS);
    demandDeleted(world);
    yield* checkAll(world, all);
  },
});

/** 6.5840: what a join may add to the snapshots of source and destination together. */
const JOIN_BYTES_MAX = 10_000;

const deletesOnJoin = challenge({
  id: 'delete-basic',
  title: 'two groups hold together what one held',
  source: '2025 TestDeleteBasic5A',
  holdsTo: 'After a join two groups hold together what the first one held alone.',
  points: 1,
  groups: 2,
  maxStateBytes: 1_000,
  *play(world) {
    const all = keys(60);
    yield* world.join(1);
    yield* writeAll(world, all, 1_000);
    const before = snapshotBytes(world, 1);
    yield* world.join(2);
    yield* checkAll(world, all);
    yield* wait(SETTLE_MS);
    // Each group takes a snapshot again, now that what moved is gone.
    yield* rewrite(world, all);
    yield* rewrite(world, all);
    const after = [snapshotBytes(world, 1), snapshotBytes(world, 2)] as const;
    if (after[0] + after[1] > before + JOIN_BYTES_MAX) {
      overrun(
        world.sim,
        `the snapshots of groups 1 and 2 take ${after[0]} and ${after[1]} bytes; group 1's alone took ` +
          `${before} before group 2 joined, and ${JOIN_BYTES_MAX} more are allowed`,
      );
    }
    yield* checkAll(world, all);
  },
});

const unaffected = challenge({
  id: 'challenge-unaffected',
  title: 'shards that stay are served, others wait',
  source: '2024 TestChallenge2Unaffected',
  holdsTo: 'Shards that do not move are served while others wait for theirs.',
  points: 1,
  groups: 2,
  clerks: 12,
  *play(world) {
    yield* world.join(1);
    yield* world.join(2);
    yield* writeAll(world, keys(12));
    yield* checkAll(world, keys(12));
    const { shards } = yield* world.newest();
    // So that nothing of earlier changes is left to be done, for which group 1 would be needed.
    yield* wait(1_000);
    world.crash(...world.group(1));
    yield* world.leave(1);
    yield* wait(1_000);
    yield* served(world, keys(12), (key) => shards[shardOf(key)] === 2, 'were at group 2 before');
    world.restart(...world.group(1));
    yield* update(world, keys(12));
    yield* checkAll(world, keys(12));
  },
});

const partial = challenge({
  id: 'challenge-partial',
  title: 'shards that have arrived are served',
  source: '2024 TestChallenge2Partial',
  holdsTo: 'A shard is served as soon as it is there, whatever other shards wait for.',
  points: 2,
  groups: 3,
  clerks: 12,
  *play(world) {
    yield* world.join(1, 2, 3);
    yield* writeAll(world, keys(12));
    yield* checkAll(world, keys(12));
    const { shards } = yield* world.newest();
    // So that nothing of earlier changes is left to be done, for which group 1 would be needed.
    yield* wait(1_000);
    world.crash(...world.group(1));
    yield* world.leave(1, 3);
    yield* wait(1_000);
    const whose = 'were at groups 2 and 3 before, which are up';
    yield* served(world, keys(12), (key) => shards[shardOf(key)] !== 1, whose);
    world.restart(...world.group(1));
    yield* update(world, keys(12));
    yield* checkAll(world, keys(12));
  },
});

export const challenges: readonly Scenario[] = [deletes, deletesOnJoin, unaffected, partial];

function challenge(given: Omit<ShardScenario, 'part'>): Scenario {
  return shardScenario({ part: '5D', clerks: 1, ...given });
}

/** Within two seconds each key that `mustBe` is read and written; a clerk for each. */
function* served(
  world: ShardWorld,
  all: readonly string[],
  mustBe: (key: string) => boolean,
  whose: string,
): Script {
  const answered = new Set<string>();
  const wanted = all.filter(mustBe);
  const uses = wanted.map(function* (key, i): Script {
    const clerk = clerkOf(world, i);
    const reply = yield* clerk.get(key);
    if (reply?.err === 'OK') yield* clerk.put(key, 'meanwhile', reply.version);
    answered.add(key);
  });
  const judge = function* (): Script {
    yield* wait(2_000);
    const missing = wanted.filter((key) => !answered.has(key));
    world.demand(
      missing.length === 0,
      {
        id: 'served-as-soon-as-it-is-there',
        about: 'progress',
        sentence: 'A shard is served as soon as its group has it, whatever other shards wait for.',
      },
      `keys ${wanted.join(', ')} ${whose}; not answered within 2 s: ${missing.join(', ')}`,
    );
  };
  yield* world.together(...uses, judge());
}

function* rewrite({ clerk }: ShardWorld, all: readonly string[]): Script {
  for (const key of all) {
    const reply = yield* clerk.get(key);
    if (reply?.err !== 'OK') continue;
    yield* clerk.put(key, `${reply.version + 1} of ${key}`.padEnd(1_000, '.'), reply.version);
  }
}

/** The largest snapshot in the group: a server that lags behind has an older one. */
function snapshotBytes(world: ShardWorld, gid: number): number {
  return Math.max(...world.group(gid).map((server) => world.sim.disk(server).snapshotBytes));
}
