import type { Scenario } from '../../../harness/scenario/scenario.ts';
import type { NetworkName } from '../../../harness/vocabulary/network-preset.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { AdminClient } from '../admin-client.ts';
import { shardOf } from '../api.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import {
  checkAll,
  clerkOf,
  keys,
  load,
  rejoin,
  setApart,
  update,
  upTo,
  writeAll,
} from './steps.ts';

const KEYS = 12;

/** 6.5840 gives a hand-over two seconds once its source is back; Lab 3 allows five for an election. */
const RESUME_MS = 10_000;

const joinSourceDown = part5C({
  id: 'join-source-down',
  title: 'shards wait for a source that is down',
  source: '2025 TestJoinLeave5B',
  holdsTo:
    'A shard is not served by its new group before that has what the old one held; it moves when the old one is back.',
  groups: 2,
  clerks: KEYS,
  maxStateBytes: 4_000,
  *play(world) {
    const all = keys(KEYS);
    yield* world.join(1);
    yield* writeAll(world, all);
    world.crash(...world.group(1));
    yield* world.join(2);
    yield* nothingMoves(world, all, 1);
    yield* checkAll(world, all);
    world.crash(...world.group(1));
    yield* world.leave(1);
    yield* nothingMoves(world, all, 1);
    yield* checkAll(world, all);
  },
});

const recoverController = part5C({
  id: 'recover-controller',
  title: 'controllers are cut apart during changes',
  source: '2025 TestRecoverCtrler5B, TestPartitionRecoveryReliableNoClerk5C',
  holdsTo:
    'A change is finished, or never was, though the controllers are cut apart in the middle of it.',
  groups: 4,
  admins: 2,
  play: (world) => recoveries(world, 5, false),
});

const recoverControllerUnreliable = part5C({
  id: 'recover-controller-unreliable',
  title: 'controllers cut apart, bad network',
  source: '2025 TestPartitionRecoveryUnreliableNoClerk5C',
  holdsTo:
    'A change is finished, or never was, though controllers are cut apart and messages lost.',
  network: 'unreliable',
  groups: 4,
  admins: 2,
  play: (world) => recoveries(world, 3, false),
});

const recoverUnderLoad = part5C({
  id: 'recover-under-load',
  title: 'controllers cut apart, clients at work',
  source: '2025 TestPartitionRecoveryReliableClerks5C',
  holdsTo: 'Clients see one store while controllers are cut apart in the middle of changes.',
  groups: 4,
  admins: 2,
  clerks: 4,
  maxStateBytes: 4_000,
  play: (world) => recoveries(world, 5, true),
});

const recoverUnderLoadUnreliable = part5C({
  id: 'recover-under-load-unreliable',
  title: 'controllers cut apart, clients, bad network',
  source: '2025 TestPartitionRecoveryUnreliableClerks5C',
  holdsTo:
    'Clients see one store while controllers are cut apart in the middle of changes and messages are lost.',
  network: 'unreliable',
  groups: 4,
  admins: 2,
  clerks: 4,
  maxStateBytes: 4_000,
  play: (world) => recoveries(world, 4, true),
});

const concurrentAdmins = part5C({
  id: 'concurrent-admins',
  title: 'four admins race',
  source: '2025 TestConcurrentReliable5C',
  holdsTo: 'Several admins may change things at once: all changes are made, each once.',
  groups: 5,
  admins: 4,
  clerks: 2,
  play: race,
});

const concurrentAdminsUnreliable = part5C({
  id: 'concurrent-admins-unreliable',
  title: 'four admins race, on a bad network',
  source: '2025 TestAcquireLockConcurrentUnreliable5C',
  holdsTo:
    'Several admins may change things at once, on a bad network: all changes are made, each once.',
  network: 'unreliable',
  groups: 5,
  admins: 4,
  clerks: 2,
  play: race,
});

const oldController = part5C({
  id: 'old-controller',
  title: 'an old controller undoes nothing',
  source: '2025 TestPartitionControllerJoin5C',
  holdsTo:
    'What belongs to a configuration that is over has no effect, though its controller still reaches every group.',
  groups: 3,
  admins: 1,
  clerks: 2,
  *play(world) {
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    for (const old of world.controllers) {
      yield* world.join(2);
      yield* wait(world.random.between(0, 40));
      // It still reaches every group, and may have half of the change behind it.
      setApart(world, old, true);
      const goOn = function* (): Script {
        yield* world.join(3);
        yield* world.leave(1);
        yield* checkAll(world, keys(KEYS));
        yield* update(world, keys(KEYS));
      };
      yield* world.together(goOn(), rejoin(world, old, 1_500));
      yield* world.join(1);
      yield* update(world, keys(KEYS));
      yield* world.leave(2, 3);
      yield* checkAll(world, keys(KEYS));
    }
    yield* world.audit();
  },
});

export const parity5C: readonly Scenario[] = [
  joinSourceDown,
  recoverController,
  recoverControllerUnreliable,
  recoverUnderLoad,
  recoverUnderLoadUnreliable,
  concurrentAdmins,
  concurrentAdminsUnreliable,
  oldController,
];

type Given = Omit<ShardScenario, 'part' | 'points'> & { readonly network?: NetworkName };

function part5C(given: Given): Scenario {
  return shardScenario({ part: '5C', points: 1, clerks: 1, ...given });
}

/**
 * While group `source` is down, nothing is answered that was there before the last change; within
 * `RESUME_MS` of its return everything is.
 */
function* nothingMoves(world: ShardWorld, all: readonly string[], source: number): Steps<void> {
  const { num, shards: after } = yield* world.newest();
  const before = yield* world.admin.query(num - 1);
  const lost = all.filter((key) => before?.shards[shardOf(key)] === source);
  mustHave(
    world.sim,
    lost.length > 0 && after.length > 0,
    'no key was at the group that went down',
  );
  const answered = new Set<string>();
  const gets = lost.map(function* (key, i): Script {
    yield* clerkOf(world, i).get(key);
    answered.add(key);
  });
  const judge = function* (): Script {
    yield* until(() => answered.size > 0, 2_000);
    world.demand(
      answered.size === 0,
      {
        id: 'waits-for-its-data',
        sentence: 'A shard is not served by its new group before that has what the old one held.',
      },
      `group ${source} is down; of its keys ${[...answered].join(', ')} were answered all the same`,
    );
    world.restart(...world.group(source));
    if (yield* until(() => answered.size === lost.length, RESUME_MS)) return;
    const waiting = lost.filter((key) => !answered.has(key));
    world.stall(
      `keys ${waiting.join(', ')} to be served within ${RESUME_MS / 1_000} s after group ${source}, which had them, is back`,
    );
  };
  yield* world.together(...gets, judge());
}

/**
 * A change is under way when a controller is cut off, with an admin or without; the others finish it,
 * or it never was, and change more. Whatever the one that was cut off does then must do no harm.
 */
function* recoveries(world: ShardWorld, rounds: number, withLoad: boolean): Script {
  const [first, second] = world.admins;
  if (first === undefined || second === undefined) return;
  yield* first.change(world.joining(1, 2));
  yield* writeAll(world, keys(KEYS));
  const going = { isOver: false };
  const all = function* (): Script {
    for (let round = 0; round < rounds; round++) yield* recovery(world, round, first, second);
    going.isOver = true;
  };
  yield* world.together(...(withLoad ? load(world, keys(KEYS), going) : []), all());
  yield* world.converge();
  yield* checkAll(world, keys(KEYS));
  yield* world.audit();
}

function* recovery(
  world: ShardWorld,
  round: number,
  first: AdminClient,
  second: AdminClient,
): Steps<void> {
  const { random, sim } = world;
  // Groups 1 and 2 stay, so that shards can be moved between them at any time.
  const gids = round % 3 === 2 ? [3, 4] : [3 + (round % 2)];
  const joined = yield* second.query(-1);
  const here = gids.filter((gid) => String(gid) in (joined?.groups ?? {}));
  const change =
    here.length > 0 ? ({ kind: 'leave', gids: here } as const) : world.joining(...gids);
  const interrupted = first.change(change);
  const trouble = function* (): Script {
    yield* wait(random.between(0, 60));
    const side = [
      random.pick(world.controllers),
      ...(random.chance(500_000) ? [first.process] : []),
    ];
    const others = sim.processes.map((_, process) => process);
    const rest = others.filter((process) => !side.includes(process));
    sim.inject({ kind: 'partition', groups: [side, rest] });
    yield* wait(random.between(0, 600));
    const { shards } = (yield* second.query(-1)) ?? { shards: [] };
    yield* second.change({ kind: 'move', shard: round, gid: shards[round] === 1 ? 2 : 1 });
    yield* wait(random.between(0, 600));
    sim.inject({ kind: 'heal-partition' });
  };
  yield* world.together(interrupted, trouble());
}

/** Each admin lets a group of its own come and go, all at once, while clients are at work. */
function* race(world: ShardWorld): Script {
  yield* world.admin.change(world.joining(5));
  yield* writeAll(world, keys(KEYS));
  const going = { isOver: false };
  const races = world.admins.map(function* (admin, i): Script {
    const gid = i + 1;
    for (let time = 0; time < 3; time++) {
      yield* admin.change(world.joining(gid));
      yield* wait(world.random.between(0, 150));
      yield* admin.change({ kind: 'leave', gids: [gid] });
      yield* wait(world.random.between(0, 150));
    }
  });
  const all = function* (): Script {
    yield* world.together(...races);
    going.isOver = true;
  };
  yield* world.together(...load(world, keys(KEYS), going), all());
  yield* world.allServed('after the last change');
  yield* checkAll(world, keys(KEYS));
  const config = yield* world.audit();
  world.demand(
    config.num === 1 + 6 * world.admins.length && upTo(4).every((gid) => !(gid in config.groups)),
    {
      id: 'one-number-for-each-change',
      sentence: 'Each change makes one configuration, whose number is one above the last.',
    },
    `${1 + 6 * world.admins.length} changes were made; the newest configuration has number ${config.num}`,
  );
}
