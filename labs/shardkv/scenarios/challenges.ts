import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { overrun } from '../../verdicts.ts';
import { haveOnDisk, markKey, Stage } from '../adversaries/stage.ts';
import { shardOf } from '../api.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { checkAll, clerkOf, keys, restartAll, update, writeAll } from './steps.ts';

/** Time for shards to move, and for what they leave behind to be deleted. */
const SETTLE_MS = 3_000;
/** The same where everybody has just restarted in the middle of a move: as long as a heal may take. */
const AFTER_RESTART_MS = 20_000;

/** 6.5840's sum for 30 values of 1,000 bytes on nine servers: three copies of each, and some room. */
const TOTAL_BYTES_MAX = 117_000;

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

/** Ends the run unless the disks hold no more than the 30 values of 1,000 bytes need. */
function demandDeleted(world: ShardWorld): void {
  const total = bytesOfAll(world);
  if (total > TOTAL_BYTES_MAX) {
    const { sim } = world;
    const each = world.shardServers.map(
      (server) => `${sim.processes[server]?.name ?? server} ${bytesOf(world, server)}`,
    );
    overrun(
      sim,
      `the servers' disks hold ${total} bytes, and may hold ${TOTAL_BYTES_MAX}: 30 values of 1,000 ` +
        `bytes, three times each, and some room. By server: ${each.join(', ')}`,
    );
  }
}

/** Everybody restarts while shards move, or soon after: what is to be deleted must not be forgotten. */
const deletesAfterRestarts = challenge({
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
  const stage = new Stage(world);
  let reached = 0;
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
    stage.hold = (message) =>
      source.includes(message.to) && haveOnDisk(world, world.group(to), mark);
    yield* world.move(shard, to);
    if (yield* until(() => sim.calls.held > 0, HAND_OVER_MS)) reached++;
    yield* wait(random.between(50, 400));
    const rest = sim.processes.flatMap((_, process) => (source.includes(process) ? [] : [process]));
    sim.inject({ kind: 'partition', groups: [source, rest] });
    stage.letGo();
    yield* restartAll(world, [...world.controllers, ...world.group(to)], 1);
    if (random.chance(500_000)) yield* world.move(shard, next);
    yield* wait(random.between(0, 1_000));
    sim.inject({ kind: 'heal-partition' });
    yield* checkAll(world, all);
  }
  sim.reached.set('delete-across-restarts', reached);
}

/** The shards that hold something, but for one in each group, so that each goes on to be asked. */
function* shardsThatMay(world: ShardWorld, all: readonly string[]): Steps<number[]> {
  const { shards } = yield* world.newest();
  const inUse = [...new Set(all.map(shardOf))];
  const staying = new Set([1, 2, 3].map((gid) => inUse.find((shard) => shards[shard] === gid)));
  return inUse.filter((shard) => !staying.has(shard)).slice(0, 6);
}

function isDeleted(world: ShardWorld): boolean {
  return bytesOfAll(world) <= TOTAL_BYTES_MAX;
}

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

export const challenges: readonly Scenario[] = [
  deletes,
  deletesAfterRestarts,
  deletesOnJoin,
  unaffected,
  partial,
];

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
      'served-as-soon-as-it-is-there',
      'A shard is served as soon as its group has it, whatever other shards wait for.',
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

function bytesOfAll(world: ShardWorld): number {
  return world.shardServers.reduce((sum, server) => sum + bytesOf(world, server), 0);
}

function bytesOf({ sim }: ShardWorld, server: number): number {
  const { stateBytes, snapshotBytes: ofSnapshot } = sim.disk(server);
  return stateBytes + ofSnapshot;
}

/** The largest snapshot in the group: a server that lags behind has an older one. */
function snapshotBytes(world: ShardWorld, gid: number): number {
  return Math.max(...world.group(gid).map((server) => world.sim.disk(server).snapshotBytes));
}
