import type { Script, Steps } from '../../../harness/vocabulary/script.ts';
import type { ClerkClient } from '../../kv/clerk-client.ts';
import { kvLoad, readAll, type KvLoad } from '../../kv/kv-load.ts';
import type { NamedPromise } from '../../../harness/scenario/verdicts.ts';
import { kvScenario } from '../kv-scenario.ts';
import type { KvWorld } from '../kv-world.ts';

const AS_SPECIFIED: NamedPromise = {
  promise: 'as-specified',
  sentence:
    'A put is carried out if its version is that of the key, 0 for a key that does not exist; ' +
    'otherwise it is refused with ErrVersion, or with ErrNoKey if there is no key.',
};

/** Ends the run unless a client without company gets this answer to a put. */
function* expectPut(
  world: KvWorld,
  clerk: ClerkClient,
  put: readonly [key: string, value: string, version: number],
  expected: string,
): Steps<void> {
  const err = yield* clerk.put(...put);
  const words = `Put(${put.map((each) => JSON.stringify(each)).join(', ')})`;
  world.demand(err === expected, AS_SPECIFIED, `${words} must answer ${expected}, came ${err}`);
}

function* expectGet(
  world: KvWorld,
  clerk: ClerkClient,
  key: string,
  expected: readonly [value: string, version: number] | 'ErrNoKey',
): Steps<void> {
  const reply = yield* clerk.get(key);
  const seen = reply?.err === 'OK' ? [reply.value, reply.version] : reply?.err;
  const [want, came] = [expected, seen].map((each) => JSON.stringify(each));
  world.demand(want === came, AS_SPECIFIED, `Get("${key}") must answer ${want}, came ${came}`);
}

const reliablePut = kvScenario({
  id: 'reliable-put',
  title: 'puts and gets with versions',
  holdsTo: 'Gets and puts answer as the table of versions says, line by line.',
  part: '2A',
  points: 1,
  source: 'TestReliablePut (2025)',
  seeds: 5,
  program: 'clerk',
  clients: 1,
  *play(world) {
    for (const clerk of world.clerks()) {
      yield* expectGet(world, clerk, 'k', 'ErrNoKey');
      yield* expectPut(world, clerk, ['k', 'one', 1], 'ErrNoKey');
      yield* expectPut(world, clerk, ['k', 'one', 0], 'OK');
      yield* expectGet(world, clerk, 'k', ['one', 1]);
      yield* expectPut(world, clerk, ['k', 'two', 0], 'ErrVersion');
      yield* expectPut(world, clerk, ['k', 'two', 2], 'ErrVersion');
      yield* expectPut(world, clerk, ['k', '', 1], 'OK');
      yield* expectGet(world, clerk, 'k', ['', 2]);
      yield* expectPut(world, clerk, ['k', 'three', 2], 'OK');
      yield* expectGet(world, clerk, 'k', ['three', 3]);
      // One key has nothing to do with another.
      yield* expectGet(world, clerk, 'other', 'ErrNoKey');
      yield* expectPut(world, clerk, ['other', 'v', 3], 'ErrNoKey');
      yield* expectPut(world, clerk, ['other', 'v', 0], 'OK');
      yield* expectGet(world, clerk, 'k', ['three', 3]);
    }
    world.demandLinearizable();
  },
});

/** Lets every client work on its own for a while; then all keys are read once more. */
export function* allAtWork(world: KvWorld, load: Omit<KvLoad, 'untilUs'>, ms: number): Script {
  const clerks = world.clerks();
  const untilUs = world.sim.nowUs + ms * 1_000;
  const scripts = clerks.map((clerk) => kvLoad(clerk, world.randomOf(clerk), { ...load, untilUs }));
  yield* world.judgedAllAlong(() => world.demandLinearizable(), scripts);
  for (const clerk of clerks.slice(0, 1)) yield* readAll(clerk, load.keys);
  world.demandLinearizable();
}

const WORK_MS = 1_000;
const TEN_KEYS = Array.from({ length: 10 }, (_, i) => `key-${i}`);

const oneClient = kvScenario({
  id: 'one-client',
  title: 'one client, many keys',
  holdsTo: 'What a client wrote last is what it reads.',
  part: '2A',
  points: 1,
  source: 'TestBasic2 (2024): what a client wrote is what it reads',
  seeds: 10,
  program: 'clerk',
  clients: 1,
  play: (world) => allAtWork(world, { keys: TEN_KEYS, thinkMs: [0, 2], getPercent: 40 }, WORK_MS),
});

const severalClients = kvScenario({
  id: 'several-clients',
  title: 'five clients, few keys',
  holdsTo: 'What several clients see has one order.',
  part: '2A',
  points: 1,
  source: 'TestConcurrent2 (2024): what several clients see has one order',
  program: 'clerk',
  clients: 5,
  play: (world) =>
    allAtWork(world, { keys: ['a', 'b', 'c'], thinkMs: [0, 3], getPercent: 40 }, WORK_MS),
});

const putConcurrent = kvScenario({
  id: 'put-concurrent',
  title: 'ten clients put the same key',
  holdsTo: 'Each version of a key is made by one put.',
  part: '2A',
  points: 2,
  source: 'TestPutConcurrentReliable (2025)',
  program: 'clerk',
  clients: 10,
  play: (world) => allAtWork(world, { keys: ['k'], thinkMs: [0, 2], getPercent: 10 }, WORK_MS),
});

export const parity2A = [reliablePut, oneClient, severalClients, putConcurrent];
