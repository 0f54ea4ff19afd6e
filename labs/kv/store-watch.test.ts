import { describe, expect, test } from 'vitest';
import { MODELS } from '../../harness/check/linearizability/models.ts';
import { Simulation } from '../../harness/sim/simulation.ts';
import { wait, type Script } from '../../harness/vocabulary/script.ts';
import type { Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { VerdictSignal, type Verdict } from '../../harness/vocabulary/verdict.ts';
import { ClerkClient } from './clerk-client.ts';
import type { ClientCall } from '../../harness/clients/client-call.ts';
import { ClientHistory } from '../../harness/clients/client-history.ts';
import { watchClients } from '../../harness/clients/client-watch.ts';
import type { Watch } from '../../harness/scenario/scenario.ts';
import { StoreWatch } from './store-watch.ts';
import { Clients } from '../../harness/clients/clients.ts';

/** A client of whom nobody asks where its answers come from: its process makes them up. */
class ToldClient extends ClerkClient {
  protected override begin(call: ClientCall): void {
    super.begin(call);
    this.heard.isAny = true;
  }
}

/** Answers of the client's process to its calls, one after the other; null for none. */
function play(
  answers: unknown[],
  script: (sim: Simulation, watch: Required<Watch>) => Script,
  Client: typeof ClerkClient = ToldClient,
): Verdict {
  const server = {
    step(event: ServerEvent): Effect[] {
      if (event.kind !== 'invoke') return [];
      const value = answers.shift() ?? null;
      if (value === null) return [];
      return [{ kind: 'return', invocation: event.invocation, value: JSON.stringify(value) }];
    },
    stop() {},
  };
  const contract = { methods: [], callbacks: [], probe: null };
  const sim = new Simulation({
    seed: 1,
    processes: [{ program: 'clerk', name: 'clerk-1' }],
    programs: { clerk: { contract, factory: { create: () => server } } },
    network: 'reliable',
    plan: [],
  });
  const clients = new Clients(sim, 1_000);
  const model = MODELS['versioned-kv'];
  const clerk = new Client(clients, 0);
  const history = new ClientHistory(clients);
  const store = new StoreWatch(clients, [clerk], () => history.demandLinearizable(model));
  const watch = watchClients(clients, store);
  try {
    sim.begin(script(sim, watch));
    while (sim.advance(1_000));
    watch.judge();
  } catch (error) {
    if (!(error instanceof VerdictSignal)) throw error;
    return error.verdict;
  }
  return sim.verdict ?? { kind: 'passed' };
}

function* asks(sim: Simulation, method: string, ...args: readonly unknown[]): Script {
  sim.ask(0, method, args, () => {});
  yield* wait(1);
}

const PUT = { err: 'OK' };
const NO_KEY = { err: 'ErrNoKey' };

describe('what somebody else asks clients', () => {
  test('is judged by all their answers', () => {
    const verdict = play([PUT, NO_KEY], function* (sim) {
      yield* asks(sim, 'put', 'x', 'v', 0);
      yield* asks(sim, 'get', 'x');
    });
    expect(verdict).toMatchObject({ kind: 'violated', promise: 'linearizable' });
  });

  test('and passes where they fit', () => {
    const verdict = play([NO_KEY, PUT], function* (sim) {
      yield* asks(sim, 'get', 'x');
      yield* asks(sim, 'put', 'x', 'v', 0);
    });
    expect(verdict).toEqual({ kind: 'passed' });
  });

  test('waits while the last operation goes on', () => {
    play([PUT, null], function* (sim, watch) {
      expect(watch.mayCall(0, 'get', ['x'])).toBe(true);
      yield* asks(sim, 'put', 'x', 'v', 0);
      expect(watch.mayCall(0, 'get', ['x'])).toBe(true);
      yield* asks(sim, 'get', 'x');
      expect(watch.mayCall(0, 'get', ['x'])).toBe(false);
      sim.inject({ kind: 'crash', server: 0 });
      expect(watch.mayCall(0, 'get', ['x'])).toBe(true);
    });
  });

  test('puts only under a version that somebody was told of, once a copy may be on its way', () => {
    play([PUT, { err: 'OK', value: 'v', version: 4 }], function* (sim, watch) {
      const mayPut = (version: number): boolean => watch.mayCall(0, 'put', ['x', 'w', version]);
      expect(mayPut(3)).toBe(true);
      sim.inject({ kind: 'network', preset: 'unreliable' });
      expect([mayPut(0), mayPut(1)]).toEqual([true, false]);
      yield* asks(sim, 'put', 'x', 'v', 0);
      expect([mayPut(1), mayPut(2)]).toEqual([true, false]);
      yield* asks(sim, 'get', 'x');
      expect([mayPut(4), mayPut(5)]).toEqual([true, false]);
    });
  });

  test('must return once every fault is healed', () => {
    const verdict = play([null], function* (sim, watch) {
      yield* asks(sim, 'get', 'x');
      yield* watch.converge();
    });
    const waitingFor = `clerk-1's Get("x") to return within 1 s`;
    expect(verdict).toMatchObject({ kind: 'stalled', waitingFor });
  });

  test('must not be answered by the client itself', () => {
    const verdict = play([NO_KEY], (sim) => asks(sim, 'get', 'x'), ClerkClient);
    expect(verdict).toMatchObject({ promise: 'asks-the-store' });
  });

  test('must not end in ErrMaybe when nothing was sent twice', () => {
    const verdict = play([{ err: 'ErrMaybe' }], (sim) => asks(sim, 'put', 'x', 'v', 0));
    const evidence = [`clerk-1's Put("x", "v", 0) ended in ErrMaybe; requests sent: 0`];
    expect(verdict).toMatchObject({ promise: 'maybe-only-when-due', evidence });
  });

  test('must be answered in the shape that the lab states', () => {
    const verdict = play([{ err: 'Fine' }], (sim) => asks(sim, 'put', 'x', 'v', 0));
    expect(verdict).toMatchObject({ kind: 'crashed', server: 0 });
  });
});
