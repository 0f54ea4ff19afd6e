import { expect, test } from 'vitest';
import type { Json } from '../check/history/operation.ts';
import { Simulation } from '../sim/simulation.ts';
import { together, wait, type Script, type Steps } from '../vocabulary/script.ts';
import type { Effect, Server, ServerEvent } from '../vocabulary/server.ts';
import type { Verdict } from '../vocabulary/verdict.ts';
import { named, type CallFact } from './client-call.ts';
import { ClientHistory } from './client-history.ts';
import { watchClients } from './client-watch.ts';
import { Client } from './client.ts';
import { Clients } from './clients.ts';

/** A client of no store: it publishes texts, as many at once as it likes. */
class Publisher extends Client {
  protected override readonly callsMax = 2;
  protected readonly methods = {
    publish: {
      input: named('body'),
      read: (value: Json) => ({ answer: value, output: value, end: 'ok' as const }),
    },
  };

  publish(body: string): Steps<Json> {
    return this.call('publish', [body], this.methods.publish);
  }
}

/** Answers `publish` with its text: those that wait are answered by the next `flush`, last first. */
function slowBroker(): Server {
  const waiting: Effect[] = [];
  return {
    step(event: ServerEvent): Effect[] {
      if (event.kind !== 'invoke') return [];
      const [value] = JSON.parse(event.args) as [Json];
      const answer: Effect = {
        kind: 'return',
        invocation: event.invocation,
        value: JSON.stringify(value),
      };
      if (event.method === 'flush') return [answer, ...waiting.splice(0).toReversed()];
      waiting.push(answer);
      return [];
    },
    stop() {},
  };
}

interface Stage {
  readonly sim: Simulation;
  readonly publisher: Publisher;
  readonly clients: Clients;
}

function play(script: (stage: Stage) => Script): Verdict | null {
  const contract = { methods: [], callbacks: [], probe: null };
  const sim = new Simulation({
    seed: 1,
    processes: [{ program: 'publisher', name: 'publisher' }],
    programs: { publisher: { contract, factory: { create: slowBroker } } },
    network: 'reliable',
    plan: [],
  });
  const clients = new Clients(sim, 1_000);
  const publisher = new Publisher(clients, 0);
  sim.begin(script({ sim, publisher, clients }));
  while (sim.advance(1_000));
  return sim.verdict;
}

function* flush({ sim }: Stage): Script {
  yield* wait(5);
  sim.ask(0, 'flush', [null], () => {});
}

test('a client may have several calls in flight, and each gets its own answer', () => {
  const answers: [body: string, answer: Json][] = [];
  const order: unknown[] = [];
  const verdict = play(function* (stage) {
    const { sim, publisher, clients } = stage;
    const history = new ClientHistory(clients);
    clients.listen((fact) => {
      if (fact.kind === 'returned') order.push(fact.answer);
    });
    const publishes = function* (body: string): Script {
      answers.push([body, yield* publisher.publish(body)]);
    };
    yield* together(sim, [publishes('a'), publishes('b'), flush(stage)]);
    const lines = history.operations.map(({ client, output }) => [client, output]);
    expect(lines).toEqual([
      ['publisher', 'a'],
      ['publisher (2)', 'b'],
    ]);
  });
  expect(verdict).toEqual({ kind: 'passed' });
  expect(order).toEqual(['b', 'a']);
  expect(answers).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ]);
});

test('listeners hear that a call was cut short by a crash', () => {
  const facts: CallFact[] = [];
  play(function* ({ sim, publisher, clients }) {
    clients.listen((fact) => facts.push(fact));
    sim.soon(0, 5_000, () => sim.inject({ kind: 'crash', server: 0 }));
    expect(yield* publisher.publish('a')).toBeNull();
  });
  expect(facts.map(({ kind, call, atUs }) => [kind, call.input, atUs])).toEqual([
    ['called', { body: 'a' }, 0],
    ['crashed', { body: 'a' }, 5_000],
  ]);
});

test('a watch lets a client have only so many calls in flight', () => {
  play(function* ({ sim, publisher, clients }) {
    const { mayCall } = watchClients(clients, { members: [publisher] });
    for (const isFree of [true, true, false]) {
      expect(mayCall(0, 'publish', ['a'])).toBe(isFree);
      sim.ask(0, 'publish', ['a'], () => {});
      yield* wait(1);
    }
  });
});

test('after the heal every call must return, before the lab reads what is there', () => {
  let hasRead = false;
  const verdict = play(function* ({ sim, publisher, clients }) {
    sim.ask(0, 'publish', ['a'], () => {});
    const watch = watchClients(clients, {
      members: [publisher],
      *read() {
        hasRead = true;
        yield* wait(0);
      },
    });
    yield* watch.converge();
  });
  const waitingFor = `publisher's Publish("a") to return within 1 s`;
  expect(verdict).toMatchObject({ kind: 'stalled', waitingFor });
  expect(hasRead).toBe(false);
});
