import { expect, test } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import { tellStory } from './story.ts';
import type { Narrator } from './narrator.ts';
import { us, step, asked, TICK, write, changed, narrator, tell } from './story.fixture.ts';

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
