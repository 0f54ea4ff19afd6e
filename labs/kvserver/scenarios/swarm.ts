import { randomPlan } from '../../../harness/faults/random-plan.ts';
import { together, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { kvLoad, readAll } from '../../kv/kv-load.ts';
import type { LeaseClient } from '../clients/lease-client.ts';
import type { LockClient } from '../clients/lock-client.ts';
import { kvScenario, type KvScenario } from '../kv-scenario.ts';
import { LEASE_MS, type KvWorld } from '../kv-world.ts';
import { judgeLeases } from '../promises/judge-leases.ts';

const CHAOS_MS = 6_000;
const CLIENTS = 4;

const swarmClerks = swarm({
  id: 'swarm-clerks',
  title: 'clients under random faults and crashes',
  holdsTo: 'What clients see has one order, whatever crashes, pauses and cuts come.',
  part: '2C',
  points: 2,
  program: 'clerk',
  crashes: true,
  *play(world) {
    const clerks = world.clerks();
    const keys = ['a', 'b', 'c'].slice(0, world.random.between(1, 3));
    // Some bugs need busy clients, others slow ones.
    const thinkMs = [0, world.random.pick([2, 10, 50])] as const;
    const load = { keys, thinkMs, getPercent: world.random.between(20, 60) };
    const work = clerks.map((clerk) =>
      kvLoad(clerk, world.randomOf(clerk), { ...load, untilUs: CHAOS_MS * 1_000 }),
    );
    const judge = (): void => world.demandLinearizable();
    yield* world.judgedAllAlong(judge, [...work, healsAfterChaos(world)]);
    yield* together(
      world.sim,
      clerks.map((clerk) => readAll(clerk, keys)),
    );
    world.demandLinearizable();
  },
});

const swarmLocks = swarm({
  id: 'swarm-locks',
  title: 'locks under random faults',
  holdsTo: 'A lock is held by one client at a time under any faults of the network.',
  part: '2D',
  points: 1,
  program: 'lock',
  crashes: false,
  *play(world) {
    const clients = world.lockClients();
    const work = clients.map((client) => holdsUntilChaosEnds(world, client));
    const judge = (): void => world.demandMutualExclusion();
    yield* world.judgedAllAlong(judge, [...work, healsAfterChaos(world)]);
    yield* together(
      world.sim,
      clients.map((client) => holdsOnce(client)),
    );
    world.demandMutualExclusion();
  },
});

/** Paused and crashed holders, all the time: the lock must go on, and the guarded key never back. */
const swarmLeases = swarm({
  id: 'swarm-leases',
  title: 'lease locks under random faults and crashes',
  holdsTo:
    'What was written under a token is never followed by what was written under a lower one.',
  part: '2D',
  points: 1,
  program: 'lease-lock',
  crashes: true,
  *play(world) {
    const clients = world.leaseClients();
    const work = clients.map((client) => leasesUntilChaosEnds(world, client));
    const judge = (): void => judgeLeases(world, 'unreliable');
    yield* world.judgedAllAlong(judge, [...work, healsAfterChaos(world)]);
    for (const client of clients) {
      yield* client.acquire();
      yield* client.write('guarded', `${client.name} at last`);
      yield* client.read('guarded');
      yield* client.release();
    }
    judgeLeases(world, 'unreliable');
  },
});

/** Scenarios in which every seed suffers faults of its own: some kinds of them, at random times. */
export const swarms = [swarmClerks, swarmLocks, swarmLeases];

type GivenSwarm = Pick<
  KvScenario,
  'id' | 'title' | 'holdsTo' | 'part' | 'points' | 'program' | 'play'
> & {
  readonly crashes: boolean;
};

function swarm({ crashes, ...given }: GivenSwarm): ReturnType<typeof kvScenario> {
  return kvScenario({
    source: 'random faults; beyond 6.5840',
    kind: 'exploration',
    network: 'unreliable',
    clients: CLIENTS,
    plan: (seed, processes) => randomPlan(seed, { processes, chaosMs: CHAOS_MS, crashes }),
    ...given,
  });
}

function* healsAfterChaos(world: KvWorld): Script {
  yield* wait(CHAOS_MS);
  world.sim.heal();
}

function* holdsUntilChaosEnds(world: KvWorld, client: LockClient): Script {
  const random = world.randomOf(client);
  while (world.sim.nowUs < CHAOS_MS * 1_000) {
    yield* client.acquire('l');
    yield* wait(random.between(0, 30));
    yield* client.release('l');
    yield* wait(random.between(0, 30));
  }
}

function* holdsOnce(client: LockClient): Script {
  yield* client.acquire('l');
  yield* client.release('l');
}

function* leasesUntilChaosEnds(world: KvWorld, client: LeaseClient): Script {
  const random = world.randomOf(client);
  for (let hold = 1; world.sim.nowUs < CHAOS_MS * 1_000; hold++) {
    yield* wait(random.between(1, 100));
    if ((yield* client.acquire()) === null) continue;
    // A client that crashed and is back knows nothing of the hold: it has to acquire again.
    const holder = client.name;
    const isAlive = (): boolean => client.isUp && client.name === holder;
    const writes = random.between(1, 4);
    for (let i = 1; i <= writes; i++) {
      yield* wait(random.between(0, LEASE_MS / 2));
      if (isAlive()) yield* client.write('guarded', `${holder}/${hold}.${i}`);
      if (isAlive()) yield* client.read('guarded');
    }
    if (isAlive() && random.between(0, 2) > 0) yield* client.release();
  }
}
