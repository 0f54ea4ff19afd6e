import { describe, expect, test } from 'vitest';
import { MODELS } from '../../harness/check/linearizability/models.ts';
import { Simulation } from '../../harness/sim/simulation.ts';
import { wait, type Script } from '../../harness/vocabulary/script.ts';
import type { Effect, Server, ServerEvent } from '../../harness/vocabulary/server.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { ClientHistory } from '../../harness/clients/client-history.ts';
import { Clients } from '../../harness/clients/clients.ts';
import { KvClient } from './kv-client.ts';

type Answer = (method: string, args: unknown[]) => unknown;

/** A process that answers each call of a client at once; `undefined` for never. */
function answering(answer: Answer): Server {
  return {
    step(event: ServerEvent): Effect[] {
      if (event.kind !== 'invoke') return [];
      const value = answer(event.method, JSON.parse(event.args) as unknown[]);
      if (value === undefined) return [];
      return [{ kind: 'return', invocation: event.invocation, value: JSON.stringify(value) }];
    },
    stop() {},
  };
}

/** Runs a script over two clients whose processes answer like this. */
function play(
  answer: Answer,
  script: (history: ClientHistory, a: KvClient, b: KvClient) => Script,
): { verdict: Verdict | null; history: ClientHistory } {
  const contract = { methods: [], callbacks: [], probe: null };
  const sim = new Simulation({
    seed: 1,
    processes: ['clerk-1', 'clerk-2'].map((name) => ({ program: 'clerk', name })),
    programs: { clerk: { contract, factory: { create: () => answering(answer) } } },
    network: 'reliable',
    plan: [],
  });
  const clients = new Clients(sim, 1_000);
  const history = new ClientHistory(clients);
  sim.begin(script(history, new KvClient(clients, 0), new KvClient(clients, 1)));
  while (sim.advance(1_000));
  return { verdict: sim.verdict, history };
}

const told = ({ history }: { history: ClientHistory }): string[] =>
  history.operations.map(({ client, op, output, end }) => {
    return `${client} ${op} ${JSON.stringify(output)} ${end}`;
  });

const ANSWERS: Record<string, string> = { a: 'OK', b: 'ErrVersion', c: 'ErrMaybe' };

test('each end of a put has its place in the history', () => {
  const world = play(
    (method, [key]) =>
      method === 'get' ? { err: 'ErrNoKey' } : { err: ANSWERS[String(key)] ?? 'ErrNoKey' },
    function* (_history, a, b) {
      for (const key of ['a', 'b', 'c']) yield* a.put(key, 'v', 0);
      yield* b.get('d');
      yield* b.put('d', 'v', 3);
    },
  );
  expect(told(world)).toEqual([
    'clerk-1 put "OK" ok',
    'clerk-1 put "ErrVersion" failed',
    'clerk-1 put "ErrMaybe" unknown',
    'clerk-2 get "ErrNoKey" ok',
    'clerk-2 put "ErrNoKey" failed',
  ]);
});

test('what a crash cut short stays open, and a client that is down calls nothing', () => {
  const world = play(
    () => undefined,
    function* (_history, a, b) {
      const { sim } = a.clients;
      sim.soon(1, 5_000, () => sim.inject({ kind: 'crash', server: 0, restartAfterMs: 10 }));
      expect(yield* a.put('x', 'v', 0)).toBeNull();
      expect(yield* a.get('x')).toBeNull();
      yield* wait(20);
      expect([a.name, b.name]).toEqual(['clerk-1#2', 'clerk-2']);
    },
  );
  expect(world.verdict).toEqual({ kind: 'passed' });
  expect(told(world)).toEqual(['clerk-1 put null unknown']);
});

describe('the run ends', () => {
  test('when an answer has a shape of its own', () => {
    const { verdict } = play(
      () => ({ err: 'OK', value: 7, version: 1 }),
      (_history, a) => gets(a),
    );
    expect(verdict).toMatchObject({
      kind: 'crashed',
      message:
        "get() must answer { err: 'OK', value: a string, version: a whole number } or " +
        `{ err: 'ErrNoKey' }; it answered {"err":"OK","value":7,"version":1}`,
    });
  });

  test('when no answer comes', () => {
    const { verdict } = play(
      () => undefined,
      (_history, a) => gets(a),
    );
    expect(verdict).toEqual({
      kind: 'stalled',
      waitingFor: `clerk-1's Get("x") to return within 1 s`,
      beliefs: ['clerk-1 has waited since 0.000 s: get {"key":"x"}'],
      atUs: 1_000_000,
    });
  });

  test('where the wrong answer came, though all answers are compared later', () => {
    const { verdict } = play(
      () => ({ err: 'ErrNoKey' }),
      function* (history, a) {
        yield* a.put('x', 'v', 0);
        yield* wait(5);
        history.demandLinearizable(MODELS['versioned-kv']);
      },
    );
    expect(verdict).toMatchObject({ kind: 'violated', atUs: 5_000, brokenAtUs: 0 });
  });

  test('when what the clients saw is not linearizable, with the faults drawn beside it', () => {
    const { verdict } = play(
      (method) => (method === 'put' ? { err: 'OK' } : { err: 'ErrNoKey' }),
      function* (history, a, b) {
        a.clients.sim.inject({ kind: 'disconnect', server: 1 });
        yield* a.put('x', 'v', 0);
        yield* wait(5);
        yield* b.get('x');
        history.demandLinearizable(MODELS['versioned-kv']);
      },
    );
    expect(verdict?.kind === 'violated' ? `\n${verdict.evidence.join('\n')}\n` : verdict)
      .toMatchInlineSnapshot(`
        "
        Clerk-2's Get("x") started after clerk-1's Put("x", "v", 0) had returned OK,
        but it was told that the key does not exist.

                                   0          0           5          5
        clerk-1  Put("x", "v", 0)  |==========|                         OK
        clerk-2  Get("x")                                 |==========|  ErrNoKey <==
        clerk-2 is cut off         ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

        Possible for clerk-2's Get("x") at that point: version 1, "v".
        Shown: 2 of 2 operations on "x"; all there are.
        "
      `);
  });
});

function* gets(client: KvClient): Script {
  yield* client.get('x');
}
