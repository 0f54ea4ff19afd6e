import type { Scenario } from '../../../harness/scenario/scenario.ts';
import type { Script } from '../../../harness/vocabulary/script.ts';
import { SHARDS } from '../api.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import { eachDown, expectGroups, expectNumber, upTo } from './steps.ts';

/** As many groups as 6.5840's concurrent tests have clerks. */
const MANY = 10;

const initialQuery = part5A({
  id: 'initial-query',
  title: 'configuration 0, and the first group',
  source: '2025 TestInitQuery5A, shardcfg TestBasic',
  holdsTo: 'Configuration 0 has no groups, and the first join gives every shard to its group.',
  points: 0,
  namedGroups: 1,
  *play(world) {
    expectGroups(world, yield* world.newest());
    yield* world.join(1);
    const config = yield* world.newest();
    expectGroups(world, config, 1);
    expectNumber(world, config, 1);
    yield* world.audit();
  },
});

const joinAndLeave = part5A({
  id: 'controller-join-leave',
  title: 'joins and leaves, one at a time',
  source: '2024 TestBasic: leave and join',
  holdsTo: 'Each join and leave makes one configuration, which divides the shards evenly.',
  namedGroups: 2,
  *play(world) {
    yield* world.join(1);
    expectGroups(world, yield* world.newest(), 1);
    yield* world.join(2);
    expectGroups(world, yield* world.newest(), 1, 2);
    yield* world.leave(1);
    expectGroups(world, yield* world.newest(), 2);
    yield* world.leave(2);
    const config = yield* world.newest();
    expectGroups(world, config);
    expectNumber(world, config, 4);
    yield* world.audit();
  },
});

const historicalQueries = part5A({
  id: 'historical-queries',
  title: 'old configurations, servers down in turn',
  source: '2024 TestBasic: historical queries',
  holdsTo: 'A configuration that is decided never changes, and every controller tells it for good.',
  namedGroups: 3,
  *play(world) {
    for (const gid of [1, 2, 3]) yield* world.join(gid);
    yield* world.leave(2);
    yield* world.audit();
    yield* eachDown(world, world.controllers, function* () {
      yield* world.audit();
    });
  },
});

const move = part5A({
  id: 'controller-move',
  title: 'shards moved by hand',
  source: '2024 TestBasic: move',
  holdsTo:
    'A move gives one shard to a group and changes nothing else; it makes a configuration even where the group has the shard already.',
  namedGroups: 2,
  *play(world) {
    yield* world.join(1);
    yield* world.join(2);
    const wanted = Array.from({ length: SHARDS }, (_, shard) => (shard < SHARDS / 2 ? 1 : 2));
    for (const [shard, gid] of wanted.entries()) {
      const before = yield* world.newest();
      if (before.shards[shard] === gid) continue;
      yield* world.move(shard, gid);
      expectNumber(world, yield* world.newest(), before.num + 1);
    }
    const after = yield* world.newest();
    world.demand(
      String(after.shards) === String(wanted),
      {
        id: 'moved-where-told',
        sentence: 'A move gives the shard to the group that it names, and changes nothing else.',
      },
      `shards are ${after.shards.join(' ')}, and were moved to be ${wanted.join(' ')}`,
    );
    // To the group that has the shard already: a configuration like any other, under a new number.
    yield* world.move(0, 1);
    yield* world.move(SHARDS - 1, 2);
    expectNumber(world, yield* world.newest(), after.num + 2);
    // All of them to one group: the next join has to even that out.
    for (const shard of wanted.keys()) if (wanted[shard] === 2) yield* world.move(shard, 1);
    yield* world.leave(2);
    yield* world.join(2);
    yield* world.leave(1);
    yield* world.audit();
  },
});

const concurrentLeaveJoin = part5A({
  id: 'concurrent-leave-join',
  title: 'ten admins at once',
  source: '2024 TestBasic: concurrent leave and join',
  holdsTo: 'Each change takes effect exactly once, whoever else changes something at that time.',
  namedGroups: 2 * MANY,
  admins: MANY,
  *play(world) {
    const scripts = world.admins.map(function* (admin, i): Script {
      const [stays, goes] = [i + 1, MANY + i + 1];
      yield* admin.change(world.joining(goes));
      yield* admin.change(world.joining(stays));
      yield* admin.change({ kind: 'leave', gids: [goes] });
    });
    yield* world.together(...scripts);
    const config = yield* world.audit();
    expectGroups(world, config, ...upTo(MANY));
    expectNumber(world, config, 3 * MANY);
  },
});

const minimalTransfer = part5A({
  id: 'minimal-transfer',
  title: 'few shards move when groups join and leave',
  source: '2024 TestBasic: minimal transfers after joins, and after leaves; TestMinimalAgain',
  holdsTo: 'A join or leave moves no more shards than an even division takes.',
  namedGroups: SHARDS + 2,
  *play(world) {
    const { random } = world;
    for (const gid of upTo(SHARDS + 2)) yield* world.join(gid);
    for (const gid of random.shuffle(upTo(SHARDS + 2)).slice(2)) {
      yield* world.leave(gid);
      if (random.chance(300_000)) yield* world.join(gid);
    }
    // Uneven to begin with: where the fewest moves are, is then less easily guessed.
    const { groups } = yield* world.newest();
    const stay = Object.keys(groups).map(Number);
    for (let i = 0; i < 4; i++) {
      const { shards } = yield* world.newest();
      const shard = random.between(0, SHARDS - 1);
      yield* world.move(shard, random.pick(stay.filter((gid) => gid !== shards[shard])));
    }
    const absent = upTo(SHARDS + 2).filter((gid) => !stay.includes(gid));
    yield* world.join(...random.shuffle(absent).slice(0, random.between(1, 4)));
    yield* world.audit();
  },
});

const multiJoinLeave = part5A({
  id: 'multi-join-leave',
  title: 'several groups in one change',
  source: '2024 TestMulti: multi-group join and leave, minimal transfers',
  holdsTo: 'A join or leave of several groups is one change, and makes one configuration.',
  namedGroups: 9,
  *play(world) {
    yield* world.join(1, 2);
    expectGroups(world, yield* world.newest(), 1, 2);
    yield* world.join(3, 9);
    expectGroups(world, yield* world.newest(), 1, 2, 3, 9);
    yield* world.leave(1, 3);
    expectGroups(world, yield* world.newest(), 2, 9);
    yield* world.join(7, 4, 5, 6, 8);
    yield* world.leave(2, 8);
    yield* world.leave(4, 5, 6, 7, 9);
    expectGroups(world, yield* world.newest());
    yield* world.join(3, 2, 1);
    yield* world.audit();
  },
});

const multiConcurrent = part5A({
  id: 'multi-concurrent',
  title: 'ten admins with several groups, snapshots',
  source:
    '2024 TestMulti: concurrent multi-group join and leave; same configuration on all servers',
  holdsTo:
    'What the state machine computes depends on nothing but its state and the operation, also after a restart from a snapshot.',
  namedGroups: 3 * MANY,
  admins: MANY,
  controllerMaxStateBytes: 1_000,
  *play(world) {
    const scripts = world.admins.map(function* (admin, i): Script {
      const [a, b, c] = [i + 1, MANY + i + 1, 2 * MANY + i + 1];
      yield* admin.change(world.joining(c, a, b));
      yield* admin.change({ kind: 'leave', gids: [b, c] });
    });
    yield* world.together(...scripts);
    const config = yield* world.audit();
    expectGroups(world, config, ...upTo(MANY));
    expectNumber(world, config, 2 * MANY);
    // Whoever leads after a restart has to come to the same configurations as the others.
    yield* eachDown(world, world.controllers, function* (round) {
      yield* world.leave(round + 1);
      yield* world.join(2 * MANY + round + 1);
      yield* world.audit();
    });
  },
});

export const parity5A: readonly Scenario[] = [
  initialQuery,
  joinAndLeave,
  historicalQueries,
  move,
  concurrentLeaveJoin,
  minimalTransfer,
  multiJoinLeave,
  multiConcurrent,
];

function part5A(
  given: Omit<ShardScenario, 'part' | 'points'> & { readonly points?: number },
): Scenario {
  return shardScenario({ part: '5A', points: 1, ...given });
}
