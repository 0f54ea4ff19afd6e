import { expect, test } from 'vitest';
import type { Fault } from '../faults/fault.ts';
import { us, fault, message, step, asked, TICK, changed, tell } from './story.fixture.ts';

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
