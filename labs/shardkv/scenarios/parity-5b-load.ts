import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { checkAll, expectSmallState, keys, load, restartAll, upTo, writeAll } from './steps.ts';

/** One for each shard, or nearly: several clerks meet at each. */
const KEYS = 10;

const concurrent1 = underLoad({
  id: 'concurrent-1',
  title: 'groups come, go and are shut down',
  source: '2024 TestConcurrent1_5B',
  holdsTo: 'To its clients the store never moves, whatever groups come, go, and are shut down.',
  points: 0,
  groups: 3,
  clerks: 6,
  maxStateBytes: 100,
  *changes(world) {
    yield* world.join(2);
    yield* wait(300);
    yield* world.join(3);
    yield* wait(300);
    yield* world.leave(1);
    world.crash(...world.group(1));
    yield* wait(100);
    world.crash(...world.group(2));
    yield* wait(100);
    world.crash(...world.group(3));
    yield* world.leave(3);
    yield* wait(100);
    world.restart(...world.shardServers);
    yield* wait(100);
    yield* world.join(1);
    yield* world.leave(2);
    yield* wait(300);
    yield* world.join(2);
    yield* wait(500);
  },
});

const concurrent2 = underLoad({
  id: 'concurrent-2',
  title: 'configurations follow one another quickly',
  source: '2024 TestConcurrent2_5B',
  holdsTo: 'A group takes configurations one after another, however fast they come.',
  points: 0,
  groups: 3,
  clerks: 6,
  maxStateBytes: 4_000,
  *changes(world) {
    yield* world.join(2);
    yield* world.join(3);
    yield* world.leave(1);
    yield* world.leave(3);
    yield* wait(1_000);
    yield* world.join(1);
    yield* world.join(3);
    yield* world.leave(2);
    yield* wait(1_000);
    yield* world.join(2);
    yield* world.leave(1);
    yield* world.leave(3);
    yield* wait(300);
    yield* restartAll(world, [...world.group(1), ...world.group(3)], 500);
    yield* wait(300);
  },
});

const concurrent3 = underLoad({
  id: 'concurrent-3',
  title: 'all servers restart again and again',
  source: '2024 TestConcurrent3_5B',
  holdsTo: 'To its clients the store never moves, though all servers restart while it does.',
  groups: 3,
  clerks: 6,
  maxStateBytes: 300,
  *changes(world) {
    const { random } = world;
    for (let round = 0; round < 3; round++) {
      yield* world.join(2);
      yield* world.join(3);
      yield* wait(random.between(0, 600));
      yield* restartAll(world, world.shardServers, 1);
      yield* wait(random.between(0, 600));
      yield* world.leave(2);
      yield* world.leave(3);
      yield* wait(random.between(0, 600));
    }
  },
});

const unreliable1 = shardScenario({
  id: 'unreliable-1',
  title: 'a bad network, one client',
  part: '5B',
  points: 0,
  source: '2024 TestUnreliable1_5B',
  holdsTo: 'Every message may be lost or repeated, and what is stored has the same history.',
  network: 'unreliable',
  groups: 3,
  clerks: 1,
  maxStateBytes: 100,
  *play(world) {
    yield* world.join(1);
    yield* writeAll(world, keys(KEYS));
    yield* world.join(2);
    yield* world.join(3);
    yield* world.leave(1);
    for (let pass = 0; pass < 2; pass++) yield* checkAll(world, keys(KEYS));
    mustHave(world.sim, world.sim.calls.dropped > 0, 'no message was dropped');
  },
});

const unreliable2 = underLoad({
  id: 'unreliable-2',
  title: 'a bad network, many clients',
  source: '2024 TestUnreliable2_5B, TestUnreliable3_5B',
  holdsTo: 'Every message may be lost or repeated, and clients still see one store.',
  points: 0,
  network: 'unreliable',
  groups: 3,
  clerks: 5,
  maxStateBytes: 100,
  changes: comeAndGo,
});

const oneClerk = underLoad({
  id: 'one-clerk',
  points: 0,
  title: 'one client through many changes',
  source: '2025 TestOneConcurrentClerkReliable5A',
  holdsTo: 'To a client that goes on all the while the store never moves.',
  groups: 5,
  clerks: 1,
  changes: comeAndGo,
});

const manyClerks = underLoad({
  id: 'many-clerks',
  title: 'ten clients through many changes',
  source: '2025 TestManyConcurrentClerkReliable5A',
  holdsTo:
    'To ten clients at the same keys the store never moves: a shard has one group at a time.',
  groups: 5,
  clerks: 10,
  maxStateBytes: 8_000,
  changes: comeAndGo,
});

const oneClerkUnreliable = underLoad({
  id: 'one-clerk-unreliable',
  points: 0,
  title: 'one client, many changes, bad network',
  source: '2025 TestOneConcurrentClerkUnreliable5A',
  holdsTo: 'To a client that goes on all the while the store never moves, on a bad network either.',
  network: 'unreliable',
  groups: 5,
  clerks: 1,
  changes: comeAndGo,
});

const manyClerksUnreliable = underLoad({
  id: 'many-clerks-unreliable',
  title: 'ten clients, many changes, bad network',
  source: '2025 TestManyConcurrentClerkUnreliable5A',
  holdsTo:
    'A put is carried out once and its client is told the truth of it, on a bad network too.',
  network: 'unreliable',
  groups: 5,
  clerks: 10,
  maxStateBytes: 8_000,
  changes: comeAndGo,
});

export const parity5BLoad: readonly Scenario[] = [
  concurrent1,
  concurrent2,
  concurrent3,
  unreliable1,
  unreliable2,
  oneClerk,
  manyClerks,
  oneClerkUnreliable,
  manyClerksUnreliable,
];

type UnderLoad = Omit<ShardScenario, 'part' | 'points' | 'play'> & {
  /** One, unless a harder scenario of the same kind has it. */
  readonly points?: number;
  readonly changes: (world: ShardWorld) => Steps<void>;
};

/** Clerks work as long as the changes last; then all of it is judged. */
function underLoad({ changes, ...given }: UnderLoad): Scenario {
  return shardScenario({
    part: '5B',
    points: 1,
    ...given,
    *play(world) {
      yield* world.join(1);
      yield* writeAll(world, keys(KEYS));
      const going = { isOver: false };
      const all = function* (): Script {
        yield* changes(world);
        going.isOver = true;
      };
      yield* world.together(...load(world, keys(KEYS), going), all());
      yield* world.allServed('after the last change');
      yield* checkAll(world, keys(KEYS));
      yield* wait(500);
      expectSmallState(world);
    },
  });
}

/** Every group joins and, but for one, leaves again, at random intervals; some of it in one change. */
function* comeAndGo(world: ShardWorld): Steps<void> {
  const { random, layout } = world;
  const [, ...others] = upTo(layout.groups);
  for (const gid of others) {
    yield* world.join(gid);
    yield* wait(random.between(0, 300));
  }
  const [stays, ...go] = random.shuffle(upTo(layout.groups));
  for (const gid of go) {
    yield* world.leave(gid);
    yield* wait(random.between(0, 300));
  }
  yield* world.join(...go);
  yield* world.leave(stays ?? 1);
  yield* wait(random.between(0, 300));
}
