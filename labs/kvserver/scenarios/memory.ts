import { call } from '../../../harness/scenario/call.ts';
import type { Steps } from '../../../harness/vocabulary/script.ts';
import { VerdictSignal } from '../../../harness/vocabulary/verdict.ts';
import { overrun } from '../../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { kvServerScenario } from '../kv-scenario.ts';
import type { KvServerWorld } from '../kv-world.ts';

const CLIENTS = 100_000;
/** As in 6.5840: a few numbers for each client pass, what a client has sent does not. */
const BYTES_PER_CLIENT_MAX = 200;
/** More than the limit, so that a server which keeps one request of each client is over it. */
const SMALL_VALUE = 'v'.repeat(300);
/** Clients that take their turn in one go, so that the script sees how far they are. */
const TURN = 1_000;
/** Clients whose turn comes before the first look at the heap: by then it is rid of earlier runs. */
const WARM_UP = 3 * TURN;
/** A turn of sequential calls takes 6 s of virtual time at most. */
const TURN_MS = 60_000;

const LARGE_VALUES = 20;
const LARGE_BYTES = 1_000_000;
/** Room for three copies of one value, such as request, reply and store, but not for all that were put. */
const LARGE_GROWTH_MAX_BYTES = 3 * LARGE_BYTES;

const EVERYONE_IS_SERVED: NamedPromise = {
  id: 'everyone-is-served',
  about: 'progress',
  sentence: 'Clients that put one after the other, each at the next version, all get OK; gets too.',
};

const EVERYONE_ASKS: NamedPromise = {
  id: 'everyone-asks',
  sentence: 'Every client asks the server: no clerk answers by itself.',
};

/** The one process that runs all clients. */
const MANY = 1;

/** Every client puts once: the server may not remember who they were, nor what they sent. */
const memoryPutManyClients = kvServerScenario({
  id: 'memory-put-many-clients',
  title: 'memory: 100,000 clients put',
  holdsTo: 'A server keeps nothing for each client that puts.',
  part: '2A',
  points: 1,
  source: 'TestMemPutManyClientsReliable (2025), TestMemPutManyClients (2024)',
  seeds: 1,
  program: 'many-clerks',
  clients: 1,
  *play(world) {
    yield* many(world, 'makeClerks', [CLIENTS]);
    yield* inTurn(world, 'putInTurn', ['k', SMALL_VALUE], 0, WARM_UP);
    const before = heapBytes(world);
    yield* inTurn(world, 'putInTurn', ['k', SMALL_VALUE], WARM_UP, CLIENTS);
    refuseGrowth(world, before, CLIENTS * BYTES_PER_CLIENT_MAX, `${CLIENTS} clients put`);
  },
});

/** Every client gets once: nothing at all needs to stay of that. */
const memoryGetManyClients = kvServerScenario({
  id: 'memory-get-many-clients',
  title: 'memory: 100,000 clients get',
  holdsTo: 'A server keeps nothing for each client that gets.',
  part: '2A',
  points: 1,
  source: 'TestMemGetManyClients (2024)',
  seeds: 1,
  program: 'many-clerks',
  clients: 1,
  *play(world) {
    yield* many(world, 'makeClerks', [CLIENTS]);
    yield* inTurn(world, 'putInTurn', ['k', SMALL_VALUE], 0, 1);
    yield* inTurn(world, 'getInTurn', ['k'], 0, WARM_UP);
    const before = heapBytes(world);
    yield* inTurn(world, 'getInTurn', ['k'], WARM_UP, CLIENTS);
    refuseGrowth(world, before, CLIENTS * BYTES_PER_CLIENT_MAX, `${CLIENTS} clients got`);
  },
});

/** The same key is put again and again: only its last value is still of use. */
const memoryLargeValues = kvServerScenario({
  id: 'memory-large-values',
  title: 'memory: large values, replaced',
  holdsTo: 'A server keeps the last value of a key, and not those before.',
  part: '2A',
  points: 1,
  source: 'TestMemPut2, TestMemGet2, TestMemAppend2 and TestMemManyAppends (2024)',
  seeds: 1,
  program: 'many-clerks',
  clients: 1,
  *play(world) {
    yield* many(world, 'makeClerks', [WARM_UP]);
    yield* inTurn(world, 'putInTurn', ['k', SMALL_VALUE], 0, 1);
    yield* inTurn(world, 'getInTurn', ['k'], 0, WARM_UP);
    yield* inTurn(world, 'putInTurn', ['k', largeValue(1)], 1, 2);
    const before = heapBytes(world);
    for (let i = 2; i < LARGE_VALUES; i++) {
      yield* inTurn(world, 'putInTurn', ['k', largeValue(i)], i, i + 1);
      yield* inTurn(world, 'getInTurn', ['k'], i, i + 1);
    }
    const what = `${LARGE_VALUES} values of ${LARGE_BYTES} bytes took each other's place`;
    refuseGrowth(world, before, LARGE_GROWTH_MAX_BYTES, what);
  },
});

export const memory = [memoryPutManyClients, memoryGetManyClients, memoryLargeValues];

function largeValue(i: number): string {
  return String(i).padEnd(LARGE_BYTES, '.');
}

function* many(
  world: KvServerWorld,
  method: string,
  args: readonly (string | number)[],
): Steps<unknown> {
  const end = yield* call(world.sim, MANY, method, args, TURN_MS);
  if (end.kind === 'returned') return end.value;
  const waitingFor = `${method}(${args.map((each) => String(each).slice(0, 8)).join(', ')}) to return`;
  throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs: [], atUs: world.sim.nowUs });
}

/** Clients `first` to `last` - 1 do something with a key, one after the other. */
function* inTurn(
  world: KvServerWorld,
  method: 'putInTurn' | 'getInTurn',
  args: readonly string[],
  first: number,
  last: number,
): Steps<void> {
  for (let from = first; from < last; from += TURN) {
    const to = Math.min(from + TURN, last);
    const asked = world.sim.calls.requests;
    const done = yield* many(world, method, [...args, from, to]);
    const evidence = `${method} of clients ${from} to ${to - 1} returned OK ${String(done)} times`;
    world.demand(done === to - from, EVERYONE_IS_SERVED, evidence);
    const requests = world.sim.calls.requests - asked;
    const sent = `${method} of clients ${from} to ${to - 1} sent ${requests} requests`;
    world.demand(requests >= to - from, EVERYONE_ASKS, sent);
  }
}

function heapBytes(world: KvServerWorld): number {
  const bytes = world.sim.heapBytes();
  if (bytes !== undefined) return bytes;
  const message = 'nothing measures the heap here, so that nobody knows what the server remembers';
  throw new VerdictSignal({ kind: 'undecided', message });
}

function refuseGrowth(world: KvServerWorld, before: number, limit: number, what: string): void {
  if (heapBytes(world) - before <= limit) return;
  // How much more differs a little from run to run, and a verdict may not.
  overrun(
    world.sim,
    `${what}, and the server keeps over ${limit} bytes more than before: ` +
      'all it has to keep is the last value and the version of each key',
  );
}
