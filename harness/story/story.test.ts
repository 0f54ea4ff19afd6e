import { expect, test } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import type { Fault } from '../faults/fault.ts';
import type { TraceEvent } from '../sim/trace-event.ts';
import type { Effect, RecordChange, ServerEvent } from '../vocabulary/server.ts';
import type { Narrator } from './narrator.ts';
import { tellStory } from './story.ts';

const us = (ms: number): number => ms * 1_000;

const fault = (ms: number, given: Fault): TraceEvent => ({
  kind: 'fault',
  atUs: us(ms),
  fault: given,
});

const message = (
  ms: number,
  kind: 'held' | 'let-go',
  from: number,
  to: number,
  method = 'vote',
): TraceEvent => ({ kind, atUs: us(ms), message: 0, from, to, half: 'request', method });

const step = (
  ms: number,
  server: number,
  event: ServerEvent,
  effects: readonly Effect[] = [],
  from = server,
): TraceEvent[] => [
  { kind: 'event', atUs: us(ms), server, event, from, method: '' },
  ...effects.map((effect) => ({ kind: 'effect', atUs: us(ms), server, effect }) as const),
];

const asked = (call: number, method = 'vote'): ServerEvent => {
  return { kind: 'request', call, method, args: '{}' };
};
const TICK: ServerEvent = { kind: 'timer', timer: 1 };
const write = (...records: RecordChange[]): Effect => ({ kind: 'write', records });
const changed = (words: string): Effect => ({ kind: 'observe', value: words });

/** Tells states in the server's own words, and of a request its method. */
const narrator: Narrator = {
  tell(event) {
    if (event.kind === 'event' && event.event.kind === 'request') {
      const { server, from } = event;
      return { server, from, words: '', labels: [event.event.method] };
    }
    if (event.kind !== 'effect' || event.effect.kind !== 'observe') return null;
    return { server: event.server, words: event.effect.value };
  },
};

function tell(events: readonly TraceEvent[], lines = 20, servers = 3): string {
  const members = serverProcesses(servers);
  return ['', ...tellStory(events, { members, describe: () => narrator, lines })].join('\n');
}

test('a server that is connected while its calls are held is told to be so', () => {
  expect(
    tell([
      fault(10, { kind: 'disconnect', server: 2 }),
      fault(20, { kind: 'connect', server: 2 }),
      message(25, 'held', 2, 0),
      message(26, 'held', 2, 1),
      message(90, 'let-go', 2, 0),
      message(90, 'let-go', 2, 1),
      message(95, 'held', 0, 1, 'append'),
    ]),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.010                                            CUT OFF
       0.020  --- server 2 reconnected, but its calls are held --------------
       0.025  --- held until 0.090 s: vote calls 2 -> 0 1 -------------------
       0.090  --- let go: vote calls 2 -> 0 1 -------------------------------
       0.095  --- held to the end: append calls 0 -> 1 ----------------------"
  `);
});

test('what passes before a hold begins is not said to be held', () => {
  expect(
    tell([
      fault(10, { kind: 'disconnect', server: 2 }),
      fault(20, { kind: 'connect', server: 2 }),
      ...step(22, 0, asked(1), [changed('busy')], 2),
      message(25, 'held', 2, 0),
    ]),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.010                                            CUT OFF
       0.020                                            reconnected
       0.022  busy <----------------------------------- vote
       0.025  --- held to the end: vote calls 2 -> 0 ------------------------"
  `);
});

test('cuts of one direction, slow links and clocks are told, and what changes nothing is not', () => {
  expect(
    tell([
      fault(1, { kind: 'unblock-link', from: 0, to: 1 }),
      fault(1, { kind: 'drift', server: 0, partsPerMillion: 0 }),
      fault(2, { kind: 'block-link', from: 0, to: 1 }),
      fault(2, { kind: 'block-link', from: 0, to: 1 }),
      fault(3, { kind: 'slow-link', from: 1, to: 2, extraMs: 60 }),
      fault(4, { kind: 'drift', server: 2, partsPerMillion: 2_000_000 }),
      fault(5, { kind: 'pause', server: 1 }),
      fault(6, { kind: 'resume', server: 1 }),
      fault(7, { kind: 'slow-link', from: 1, to: 2, extraMs: 0 }),
      fault(8, { kind: 'drift', server: 2, partsPerMillion: 0 }),
      fault(9, { kind: 'partition', groups: [[0, 1]] }),
      fault(10, { kind: 'heal-partition' }),
      { kind: 'heal', atUs: us(11) },
    ]),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.002  --- link 0 -> 1 blocked ---------------------------------------
       0.003  --- link 1 -> 2 60 ms slower ----------------------------------
       0.004                                            clock at 300%
       0.005                       PAUSED
       0.006                       resumes
       0.007  --- link 1 -> 2 quick again -----------------------------------
       0.008                                            clock as usual
       0.009  --- partition: 0 1 | 2 ----------------------------------------
       0.010  --- partition healed ------------------------------------------
       0.011  --- every fault is healed -------------------------------------"
  `);
});

test('a fault that goes on is told however long ago it began', () => {
  const news = Array.from({ length: 5 }, (_, i) => step(100 + i, 1, TICK, [changed(`news ${i}`)]));
  expect(
    tell(
      [
        fault(1, { kind: 'disconnect', server: 0 }),
        fault(2, { kind: 'pause', server: 2 }),
        fault(3, { kind: 'resume', server: 2 }),
        ...news.flat(),
      ],
      2,
    ),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.001  CUT OFF
              ...
       0.103                       news 3
       0.104                       news 4"
  `);
});

test('repeats are one line, also where two servers take turns', () => {
  const turns = Array.from({ length: 6 }, (_, i) => [
    ...step(10 * i, 0, TICK, [changed('asks')]),
    ...step(10 * i + 5, 1, TICK, [changed('refuses')]),
  ]);
  expect(tell([...turns.flat(), ...step(99, 0, TICK, [changed('gives up')])]))
    .toMatchInlineSnapshot(`
      "
          time  server 0             server 1             server 2
         0.000  asks, 6 times until 0.050 s
         0.005                       refuses, 6 times until 0.055 s
         0.099  gives up"
    `);
});

test('a server that acts at its ticks has the messages that came before as its reasons', () => {
  expect(
    tell([
      ...step(10, 1, asked(1), [], 0),
      ...step(15, 1, TICK, [changed('votes')]),
      ...step(20, 1, TICK, [changed('waits')]),
    ]),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.010  vote --------------> takes it in
       0.015                       votes
       0.020                       waits"
  `);
});

test('a server that acts at once does nothing for the sake of older messages', () => {
  expect(
    tell([
      ...step(5, 1, asked(1), [changed('votes')], 0),
      ...step(10, 1, asked(2), [], 0),
      ...step(15, 1, TICK, [changed('stands')]),
    ]),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.005  vote --------------> votes
       0.015                       stands"
  `);
});

test('what is certainly wrong is marked, and then where it was found out', () => {
  const wrong: Narrator = {
    tell(event) {
      if (event.kind !== 'effect' || event.effect.kind !== 'observe') return null;
      const { server, effect } = event;
      if (effect.value !== 'forgets') return { server, words: effect.value };
      return { server, words: 'forgets', isAct: true, notes: ['server 1 has lost its vote'] };
    },
  };
  const events = [
    ...step(10, 1, TICK, [changed('forgets')]),
    ...step(20, 1, TICK, [changed('votes')]),
    ...step(30, 2, TICK, [changed('leads')]),
  ];
  const members = serverProcesses(3);
  const end = { atUs: us(30), words: 'violated' };
  const told = tellStory(events, { members, describe: () => wrong, lines: 2, end });
  expect(['', ...told].join('\n')).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.010                       forgets
       0.010  server 1 has lost its vote  <== here
       0.020                       votes
       0.030                                            leads  <== found out"
  `);
});

test('writes of records are told by their keys, and a restart by what is left of them', () => {
  expect(
    tell([
      ...step(10, 1, TICK, [write(['order-3', '{"n":1}'], ['order-4', '2'])]),
      ...step(20, 1, TICK, [write(['$row', '1'])]),
      ...step(30, 1, TICK, [write(['order-3', null], ['order-5', '3'])]),
      { kind: 'crash', atUs: us(40), server: 1 },
      { kind: 'restart', atUs: us(50), server: 1 },
    ]),
  ).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.010                       writes order-3, order-4
       0.030                       writes order-5, removes order-3
       0.040                       CRASH
       0.050                       starts

    server 1 restarted at 0.050 s with this on its disk:
      {"order-4":2,"order-5":3}"
  `);
});

const link = (kind: 'block-link' | 'unblock-link', from: number, to: number): Fault => {
  return { kind, from, to };
};

test('links that are blocked in one instant are one line, and it is told as long as one of them is', () => {
  const ticks = [1, 2, 3, 4].map((i) => step(20 + i, 0, TICK, [changed(`state ${i}`)])).flat();
  const events = [
    fault(10, link('block-link', 0, 1)),
    fault(10, link('block-link', 1, 0)),
    fault(10, link('block-link', 0, 2)),
    ...ticks,
    fault(40, link('unblock-link', 0, 1)),
  ];
  expect(tell(events, 3)).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.010  --- links blocked: 0 <-> 1, 0 -> 2 ----------------------------
              ...
       0.023  state 3
       0.024  state 4
       0.040  --- link 0 -> 1 open ------------------------------------------"
  `);
});

test('a stall is told from where the wait began to its end, with what is waited for', () => {
  const news = Array.from({ length: 30 }, (_, i) => step(100 + i, i % 3, TICK, [changed(`n${i}`)]));
  const acquire = { kind: 'invoke', invocation: 1, method: 'acquire', args: '["l"]' } as const;
  const events = [...news.slice(0, 10), step(109, 1, acquire), ...news.slice(10)].flat();
  const members = serverProcesses(3);
  const end = { atUs: us(900), words: 'stalled' };
  const told = tellStory(events, { members, describe: () => narrator, lines: 9, end });
  expect(['', ...told].join('\n')).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.105                                            n5
       0.106  n6
       0.107                       n7
       0.108                                            n8
       0.109  n9
       0.110                       n10
              ...
       0.127  n27
       0.128                       n28
       0.129                                            n29
       0.900  stalled   <== here

    server 1 has not returned from acquire("l") since 0.109 s."
  `);
});

test('of what the verdict is about the last lines are told, however long ago', () => {
  const about: Narrator = {
    tell(event, past) {
      const told = narrator.tell(event, past);
      return told?.words.startsWith('config') === true ? { ...told, isAbout: true } : told;
    },
  };
  const events = [
    ...step(1, 0, TICK, [changed('config 1')]),
    ...step(2, 2, TICK, [changed('votes')]),
    ...[10, 11, 12].flatMap((ms) => step(ms, 1, TICK, [changed(`term ${ms}`)])),
  ];
  const members = serverProcesses(3);
  const told = tellStory(events, { members, describe: () => about, lines: 2 });
  expect(['', ...told].join('\n')).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.001  config 1
              ...
       0.011                       term 11
       0.012                       term 12"
  `);
});
