import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { mustHave } from '../../../harness/scenario/verdicts.ts';
import type { AdminClient } from '../admin-client.ts';
import { expectNumber, upTo } from '../scenarios/steps.ts';
import { shardScenario, type ShardScenario } from '../shard-scenario.ts';
import type { ShardWorld } from '../shard-world.ts';
import { swarmPlan } from '../swarm-plan.ts';

const CHAOS_MS = 6_000;
/** A round of each adversary needs two groups. */
const ROUNDS = 5;
/** Enough for a request to be sent to each controller a few times. */
const SEEN_MS = 3_000;
/** No configuration has this number, so that a query for it asks for the newest. */
const ABOVE_ALL = 1_000;

/** Requests are lost, repeated and answered in vain, and still each change is made once. */
const controllerUnreliable = part5A({
  id: 'controller-unreliable',
  title: 'five admins on a bad network',
  source: 'exactly once, over a network that loses and repeats messages',
  holdsTo: 'Each change takes effect exactly once, over a network that loses and repeats messages.',
  network: 'unreliable',
  namedGroups: 10,
  admins: 5,
  *play(world) {
    const scripts = world.admins.map(function* (admin, i): Script {
      for (const gid of [i + 1, i + 6]) {
        yield* admin.change(world.joining(gid));
        yield* admin.query(-1);
        yield* admin.change({ kind: 'leave', gids: [gid] });
        yield* admin.query(-1);
        yield* admin.change(world.joining(gid));
      }
    });
    yield* world.together(...scripts);
    mustHave(world.sim, world.sim.calls.dropped > 0, 'no message was dropped');
    expectNumber(world, yield* world.audit(), 6 * world.admins.length);
  },
});

/** A controller that is cut off, with an admin on its side, neither decides nor answers for the others. */
const controllerCutOff = part5A({
  id: 'controller-cut-off',
  title: 'a controller that is cut off decides nothing',
  source: 'Query(-1) reflects every change before it, also where the old leader answers',
  holdsTo:
    'Only a majority of controllers decides, and a query for the newest misses nothing that was decided before it.',
  namedGroups: 2 * ROUNDS,
  admins: 3,
  *play(world) {
    const [near, far, farToo] = world.admins;
    if (near === undefined || far === undefined || farToo === undefined) return;
    for (let round = 0; round < ROUNDS; round++) {
      const [a, b] = [2 * round + 1, 2 * round + 2];
      // Whoever leads has answered this, so that the one cut off may take itself for the leader.
      yield* near.query(-1);
      const alone = world.random.pick(world.controllers);
      const side = [alone, far.process, farToo.process];
      const others = world.sim.processes.map((_, process) => process);
      world.sim.inject({
        kind: 'partition',
        groups: [side, others.filter((process) => !side.includes(process))],
      });
      const inVain = far.change(world.joining(a));
      const onTheMajority = function* (): Script {
        yield* near.change(world.joining(b));
        const newest = yield* near.query(-1);
        // Begun after the majority has decided: an answer without b is an old one, by whatever number.
        const number = world.random.pick([-1, newest?.num ?? -1, ABOVE_ALL]);
        yield* world.together(farToo.query(number), healLater(world));
      };
      yield* world.together(inVain, onTheMajority());
      for (const admin of world.admins) yield* admin.query(-1);
    }
    expectNumber(world, yield* world.audit(), 2 * ROUNDS);
  },
});

/** The answers to an admin are lost again and again; meanwhile another undoes what it did. */
const controllerRetry = part5A({
  id: 'controller-retry',
  title: 'a change asked for twice is made once',
  source: 'exactly once, when only the answers are lost; also over a restart from a snapshot',
  holdsTo: 'A change that is asked for again, because its answer was lost, is not made again.',
  namedGroups: 2 * ROUNDS,
  admins: 2,
  controllerMaxStateBytes: 600,
  *play(world) {
    const [deaf, other] = world.admins;
    if (deaf === undefined || other === undefined) return;
    let leaves = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const [gid, stays] = [2 * round + 1, 2 * round + 2];
      const undo = function* (): Script {
        // An admin that looks before it changes anything must have seen before it is deaf.
        yield* wait(world.random.pick([0, 0, 2, 4, 8]));
        setDeaf(world, deaf, true);
        const isThere = yield* seen(world, other, gid);
        yield* other.change(world.joining(stays));
        if (isThere) {
          leaves++;
          yield* other.change({ kind: 'leave', gids: [gid] });
        }
        if (round % 2 === 1) yield* restartControllers(world);
        // Long enough for the deaf admin to ask every controller again.
        yield* wait(world.random.between(300, 900));
        setDeaf(world, deaf, false);
      };
      yield* world.together(deaf.change(world.joining(gid)), undo());
      yield* other.query(-1);
    }
    mustHave(world.sim, world.sim.calls.dropped > 0, 'no answer was lost');
    expectNumber(world, yield* world.audit(), 2 * ROUNDS + leaves);
  },
});

/** Moves leave a group with far more shards than its share; joins and leaves even it out again. */
const uneven = part5A({
  id: 'uneven',
  title: 'joins and leaves even out moves',
  source: '6.5840 Lab 5A: shards are divided as evenly as possible after every join and leave',
  holdsTo:
    'After every join and leave the shards are divided evenly, however moves had piled them up.',
  namedGroups: 4,
  seeds: 2,
  *play(world) {
    yield* world.join(1, 2, 3);
    yield* pileUp(world, 1);
    yield* world.leave(3);
    yield* pileUp(world, 2);
    yield* world.join(3, 4);
    yield* pileUp(world, world.random.between(1, 4));
    yield* world.leave(world.random.between(1, 4));
    yield* world.audit();
  },
});

/** Moves every shard of some other group to this one. */
function* pileUp(world: ShardWorld, gid: number): Steps<void> {
  const { shards } = yield* world.newest();
  const other = world.random.pick(shards.filter((each) => each !== gid));
  for (const [shard, at] of shards.entries()) if (at === other) yield* world.move(shard, gid);
}

/** Three admins under random faults of the controllers. */
const swarmController = part5A({
  id: 'swarm-controller',
  title: 'admins under random faults and crashes',
  source: 'the promises of Part 5A under faults drawn from the seed',
  holdsTo: 'Configurations are decided once and each change is made once, whatever fails.',
  namedGroups: 9,
  admins: 3,
  controllerMaxStateBytes: 800,
  seeds: 10,
  plan: (seed, processes) => swarmPlan(seed, processes, CHAOS_MS),
  *play(world) {
    const scripts = world.admins.map((admin, i) =>
      churn(
        world,
        admin,
        upTo(3).map((n) => 3 * i + n),
      ),
    );
    const heal = function* (): Script {
      yield* wait(CHAOS_MS);
      world.sim.heal();
    };
    yield* world.together(...scripts, heal());
    yield* world.audit();
  },
});

export const controllerFaults: readonly Scenario[] = [
  controllerUnreliable,
  controllerCutOff,
  controllerRetry,
  uneven,
  swarmController,
];

function part5A(given: Omit<ShardScenario, 'part' | 'points'>): Scenario {
  return shardScenario({ part: '5A', points: 1, kind: 'exploration', ...given });
}

function* healLater(world: ShardWorld): Script {
  yield* wait(world.random.between(300, 1_500));
  world.sim.inject({ kind: 'heal-partition' });
}

function setDeaf(world: ShardWorld, admin: AdminClient, isDeaf: boolean): void {
  const kind = isDeaf ? 'block-link' : 'unblock-link';
  for (const from of world.controllers) world.sim.inject({ kind, from, to: admin.process });
}

/**
 * Waits until `admin` sees the group in the newest configuration. It never does, when the deaf admin's
 * request itself did not come through; it will, when that one hears again.
 */
function* seen(world: ShardWorld, admin: AdminClient, gid: number): Steps<boolean> {
  const deadlineUs = world.sim.nowUs + SEEN_MS * 1_000;
  while (world.sim.nowUs < deadlineUs) {
    const config = yield* admin.query(-1);
    if (config !== null && String(gid) in config.groups) return true;
    yield* wait(20);
  }
  return false;
}

function* restartControllers(world: ShardWorld): Steps<void> {
  world.crash(...world.controllers);
  yield* wait(1);
  world.restart(...world.controllers);
}

/** Joins and leaves of groups of its own, and queries, as long as the chaos lasts. */
function* churn(world: ShardWorld, admin: AdminClient, gids: readonly number[]): Script {
  const { sim, random } = world;
  const joined = new Set<number>();
  while (sim.nowUs < CHAOS_MS * 1_000) {
    yield* until(() => false, random.between(1, 150));
    const gid = random.pick(gids);
    if (random.chance(400_000)) yield* admin.query(random.pick([-1, -1, 0, 1, 2, 5]));
    else if (joined.delete(gid)) yield* admin.change({ kind: 'leave', gids: [gid] });
    else {
      joined.add(gid);
      yield* admin.change(world.joining(gid));
    }
  }
}
