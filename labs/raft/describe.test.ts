import { expect, test } from 'vitest';
import { serverProcesses } from '../../harness/sim/process.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { tellStory } from '../../harness/story/story.ts';
import type { Effect, ServerEvent } from '../../harness/vocabulary/server.ts';
import { describeRaft } from './describe.ts';

let atUs = 0;
const step = (
  ms: number,
  server: number,
  event: ServerEvent,
  effects: readonly Effect[],
  from = server,
  method = '',
): TraceEvent[] => {
  atUs = ms * 1_000;
  return [
    { kind: 'event', atUs, server, event, from, method },
    ...effects.map((effect) => ({ kind: 'effect', atUs, server, effect }) as const),
  ];
};
const state = (term: number, isLeader: boolean): Effect => ({
  kind: 'observe',
  value: JSON.stringify({ term, isLeader }),
});
const json = (value: unknown): string => JSON.stringify(value);
const save = (value: unknown): Effect => ({ kind: 'save', state: json(value), snapshot: null });
const apply = (commandIndex: number): Effect => ({
  kind: 'emit',
  channel: 'apply',
  value: json({ commandIndex, command: `x${commandIndex}` }),
});
const timer = { kind: 'timer', timer: 1 } as const;
const at = (ms: number, kind: 'crash' | 'restart', server: number): TraceEvent => ({
  kind,
  atUs: ms * 1_000,
  server,
});

/** Server 2 votes, crashes before it answers, votes again; then a leader applies a lot. */
function doubleVote(last: number): TraceEvent[] {
  const vote = { kind: 'send', call: 1, to: last, method: 'requestVote', args: '{}' } as const;
  const ask = (call: number): ServerEvent => ({
    kind: 'request',
    call,
    method: 'requestVote',
    args: json({ term: 4 }),
  });
  const yes = json({ term: 4, granted: true });
  const grant = (call: number): Effect => ({ kind: 'respond', call, reply: yes });
  return [
    at(0, 'restart', 0),
    ...step(0, 0, { kind: 'boot' }, [state(0, false)]),
    at(0, 'restart', 1),
    ...step(0, 1, { kind: 'boot' }, [state(0, false)]),
    ...step(1_260, 0, timer, [vote, state(4, false)]),
    ...step(1_272, 1, timer, [vote, state(4, false)]),
    ...step(1_279, last, ask(1), [save({ currentTerm: 4, log: [] }), grant(1), state(4, false)], 0),
    ...step(
      1_284,
      0,
      { kind: 'reply', call: 1, reply: yes },
      [state(4, true)],
      last,
      'requestVote',
    ),
    ...step(1_285, 1, { kind: 'request', call: 9, method: 'appendEntries', args: '{}' }, [], 0),
    at(1_291, 'crash', last),
    { kind: 'fault', atUs: 1_300_000, fault: { kind: 'partition', groups: [[0], [1, last]] } },
    at(1_311, 'restart', last),
    ...step(1_311, last, { kind: 'boot' }, [state(4, false)]),
    ...step(1_334, last, ask(2), [grant(2)], 1),
    ...step(1_336, 1, timer, [{ kind: 'log', text: 'I wonder who voted' }]),
    ...step(
      1_340,
      1,
      { kind: 'reply', call: 1, reply: yes },
      [state(4, true)],
      last,
      'requestVote',
    ),
  ];
}

const tell = (events: TraceEvent[], servers: number, lines = 40): string =>
  [
    '',
    ...tellStory(events, {
      members: serverProcesses(servers),
      describe: describeRaft,
      lines,
      end: { atUs, words: 'violated' },
    }),
  ].join('\n');

test('a double vote among three servers', () => {
  const story = tell(doubleVote(2), 3);
  expect(story).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.000  starts               starts
       1.260  candidate, term 4
       1.272                       candidate, term 4
       1.279  requestVote, term 4 --------------------> saves, grants vote, term 4
       1.284  gets a vote, LEADER, term 4 <------------ yes, in term 4
       1.291                                            CRASH
       1.300  --- partition: 0 | 1 2 ----------------------------------------
       1.311                                            restarts: term 4
       1.334                       requestVote t4 ----> grants vote
       1.336  server 1 logs: I wonder who voted
       1.340                       LEADER t4 <--------- yes, in term 4
       1.340  server 2 voted for 0 and for 1 in term 4  <== here

    server 2 restarted at 1.311 s with this on its disk:
      {"currentTerm":4,"log":[]}"
  `);
});

test('five servers have narrower columns and shorter words', () => {
  expect(tell(doubleVote(4), 5)).toMatchInlineSnapshot(`
    "
        time  server 0     server 1     server 2     server 3     server 4
       0.000  starts       starts
       1.260  candidate, term 4
       1.272               candidate, term 4
       1.279  requestVote, term 4 ------------------------------> saves grants t4
       1.284  gets a vote, LEADER, term 4 <---------------------- yes, in term 4
       1.291                                                      CRASH
       1.300  --- partition: 0 | 1 4 | 2 | 3 ----------------------------------
       1.311                                                      restarts: term 4
       1.334               requestVote, term 4 -----------------> grants vote
       1.336  server 1 logs: I wonder who voted
       1.340               gets a vote, LEADER, term 4 <--------- yes, in term 4
                                                                          <== here

    server 4 restarted at 1.311 s with this on its disk:
      {"currentTerm":4,"log":[]}"
  `);
});

test('seven servers have no columns', () => {
  expect(tell(doubleVote(6), 7)).toMatchInlineSnapshot(`
    "
        time
       0.000  server 0, server 1: starts
       1.260  server 0  candidate, term 4
       1.272  server 1  candidate, term 4
       1.279  server 6  requestVote, term 4 from server 0: saves, grants vote,
                          term 4
       1.284  server 0  yes, in term 4 from server 6: gets a vote, LEADER, term 4
       1.291  server 6  CRASH
       1.300  --- partition: 0 | 1 6 | 2 | 3 | 4 | 5 ---
       1.311  server 6  restarts: term 4
       1.334  server 6  requestVote, term 4 from server 1: grants vote
       1.336  server 1 logs: I wonder who voted
       1.340  server 1  yes, in term 4 from server 6: gets a vote, LEADER, term 4
                                                                          <== here

    server 6 restarted at 1.311 s with this on its disk:
      {"currentTerm":4,"log":[]}"
  `);
});

test('no line is wider than 78 characters', () => {
  for (const servers of [3, 4, 5, 7]) {
    const lines = tell(doubleVote(servers - 1), servers).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(78);
  }
});

test('a server that catches up takes three lines, and only the last lines are told', () => {
  const many = Array.from({ length: 9 }, (_, i) => apply(i + 1));
  const events = [...step(1, 0, timer, [state(1, true)]), ...step(2, 1, timer, many)];
  expect(tell(events, 3, 4)).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.001  LEADER, term 1
       0.002                       applies 1: "x1"
       0.002                       ... 7 more
       0.002                       applies 9: "x9"  <== here"
  `);
  expect(tell(events, 3, 2)).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.002                       ... 7 more
       0.002                       applies 9: "x9"  <== here"
  `);
});

test('what a student names otherwise is left out, not guessed', () => {
  const request: ServerEvent = { kind: 'request', call: 1, method: 'askVote', args: '[4]' };
  const events = [
    ...step(1, 1, request, [save([4, 0]), { kind: 'respond', call: 1, reply: '"ok"' }], 0),
    at(2, 'crash', 1),
    at(3, 'restart', 1),
  ];
  expect(tell(events, 3)).toMatchInlineSnapshot(`
    "
        time  server 0             server 1             server 2
       0.001  askVote -----------> saves, answers
       0.002                       CRASH
       0.003                       restarts
       0.001  violated   <== here

    server 1 restarted at 0.003 s with this on its disk:
      [4,0]"
  `);
});

test('an answer of the wrong shape is told as such', () => {
  const wrong: Effect = { kind: 'observe', value: '[1]' };
  expect(tell(step(1, 2, timer, [wrong]), 5)).toMatchInlineSnapshot(`
    "
        time  server 0     server 1     server 2     server 3     server 4
       0.001                            breaks the interface  <== here"
  `);
});
