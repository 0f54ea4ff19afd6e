import { together, until, wait, type Script } from '../../../harness/vocabulary/script.ts';
import type { NamedPromise } from '../../../harness/scenario/verdicts.ts';
import type { LockClient } from '../clients/lock-client.ts';
import { kvScenario } from '../kv-scenario.ts';
import { takeTurns } from './lock-steps.ts';

const WAITS_FOR_RELEASE: NamedPromise = {
  promise: 'waits-for-release',
  sentence: 'A client that asks for a lock gets it once its holder has released it, not before.',
};

/** The last one is longer than any time after which a lock might be taken for forgotten. */
const HOLDS_MS = [500, 500, 10_000];

const lockBasic = kvScenario({
  id: 'lock-basic',
  title: 'a lock is taken, waited for, and given up',
  holdsTo:
    'A client that asks for a lock waits until its holder releases it, however long that takes.',
  part: '2B',
  points: 1,
  source: 'TestReliableBasic (2026)',
  seeds: 5,
  program: 'lock',
  clients: 2,
  *play(world) {
    const [a, b] = world.lockClients() as [LockClient, LockClient];
    for (const holdMs of HOLDS_MS) {
      yield* a.acquire('l');
      let isHeldByB = false;
      const second = function* (): Script {
        yield* b.acquire('l');
        isHeldByB = true;
        yield* b.release('l');
      };
      const first = function* (): Script {
        yield* wait(holdMs);
        const evidence = `${b.name} got it while ${a.name} held it`;
        world.demand(!isHeldByB, WAITS_FOR_RELEASE, evidence);
        yield* a.release('l');
        yield* until(() => isHeldByB, world.clients.patienceMs);
      };
      yield* together(world.sim, [first(), second()]);
    }
    world.demandMutualExclusion();
  },
});

const lockNested = kvScenario({
  id: 'lock-nested',
  title: 'two locks, one inside the other',
  holdsTo: 'Two names are two locks.',
  part: '2B',
  points: 1,
  source: 'TestReliableNested (2026)',
  program: 'lock',
  clients: 4,
  *play(world) {
    const nested = function* (client: LockClient): Script {
      const random = world.randomOf(client);
      for (let round = 0; round < 5; round++) {
        yield* client.acquire('outer');
        yield* client.acquire('inner');
        yield* wait(random.between(0, 10));
        yield* client.release('inner');
        yield* wait(random.between(0, 5));
        yield* client.release('outer');
      }
    };
    const inner = function* (client: LockClient): Script {
      const random = world.randomOf(client);
      for (let round = 0; round < 5; round++) {
        yield* client.acquire('inner');
        yield* wait(random.between(0, 10));
        yield* client.release('inner');
      }
    };
    const [first, second, ...others] = world.lockClients() as [LockClient, LockClient];
    yield* together(world.sim, [
      nested(first),
      nested(second),
      ...others.map((client) => inner(client)),
    ]);
    world.demandMutualExclusion();
  },
});

const lockOneClient = kvScenario({
  id: 'lock-one-client',
  title: 'one client, one lock',
  holdsTo: 'A lock that was released can be taken again.',
  part: '2B',
  points: 1,
  source: 'TestOneClientReliable (2025)',
  seeds: 5,
  program: 'lock',
  clients: 1,
  play: takeTurns,
});

const lockManyClients = kvScenario({
  id: 'lock-many-clients',
  title: 'ten clients take turns',
  holdsTo: 'A lock is held by one client at a time.',
  part: '2B',
  points: 1,
  source: 'TestManyClientsReliable (2025)',
  program: 'lock',
  clients: 10,
  play: takeTurns,
});

export const parity2B = [lockBasic, lockNested, lockOneClient, lockManyClients];
