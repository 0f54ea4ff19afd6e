import { expect, test } from 'vitest';
import { wait } from '../vocabulary/script.ts';
import type { Boot } from '../vocabulary/server.ts';
import { of, play, quiet, save, timer } from './play.fixture.ts';

test('what reaches a paused server piles up, and comes in order when it resumes', () => {
  const world = play(
    (event, me) => {
      if (event.kind !== 'boot') return [];
      return me === 0 ? [timer(1, 20), timer(2, 30), timer(3, 40)] : [timer(9, 35)];
    },
    () => quiet(200),
    { plan: [{ atUs: 10_000, fault: { kind: 'pause', server: 0, forMs: 90 } }] },
  );
  expect(of(world, 'timer')).toEqual([
    '35 ms: 1 timer 9',
    '100 ms: 0 timer 1',
    '100 ms: 0 timer 2',
    '100 ms: 0 timer 3',
  ]);
});

test('the trace says when a process stops to hear and when it goes on', () => {
  const told: string[] = [];
  play(
    () => [],
    () => quiet(200),
    {
      plan: [
        { atUs: 10_000, fault: { kind: 'pause', server: 0, forMs: 90 } },
        { atUs: 20_000, fault: { kind: 'pause', server: 0 } },
      ],
      record: ({ kind, atUs }) => {
        if (kind === 'pause' || kind === 'resume') told.push(`${kind} ${atUs / 1_000} ms`);
      },
    },
  );
  expect(told).toEqual(['pause 10 ms', 'resume 100 ms']);
});

test('timers of a dead incarnation never fire, not even under the same number', () => {
  const world = play(
    (event, me) => (event.kind === 'boot' && me === 0 ? [timer(1, 100)] : []),
    () => quiet(400),
    { plan: [{ atUs: 50_000, fault: { kind: 'crash', server: 0, restartAfterMs: 10 } }] },
  );
  expect(of(world, 'timer')).toEqual(['160 ms: 0 timer 1']);
});

test('a lost disk is empty, and only a server that is down can lose it', () => {
  const states: (string | null)[] = [];
  play(
    (event, _me, boot) => (event.kind === 'boot' && boot.state === null ? [save('"x"')] : []),
    function* (sim) {
      sim.inject({ kind: 'lose-disk', server: 0 });
      states.push(sim.disk(0).state);
      sim.inject({ kind: 'crash', server: 0 });
      sim.inject({ kind: 'lose-disk', server: 0 });
      states.push(sim.disk(0).state);
      yield* wait(1);
    },
  );
  expect(states).toEqual(['"x"', null]);
});

test('processes of one group are peers, and everyone knows all names', () => {
  const boots: Boot[] = [];
  const program = 'server';
  play(
    (_event, _me, boot) => {
      boots.push(boot);
      return [];
    },
    () => quiet(1),
    {
      processes: [
        { program, name: 'a-0', group: 'a' },
        { program, name: 'b-0', group: 'b', options: { limit: 3 } },
        { program, name: 'a-1', group: 'a' },
        { program, name: 'clerk' },
      ],
    },
  );
  expect(boots.map(({ me, peers, options }) => ({ me, peers, options }))).toEqual([
    { me: 0, peers: [0, 2], options: 'null' },
    { me: 0, peers: [1], options: '{"limit":3}' },
    { me: 1, peers: [0, 2], options: 'null' },
    { me: 0, peers: [3], options: 'null' },
  ]);
  expect(boots[0]?.names).toEqual(['a-0', 'b-0', 'a-1', 'clerk']);
});

test('a process that never lets time pass ends the run, under the name that people know', () => {
  const world = play(
    (event, me) => (me === 1 && event.kind !== 'request' ? [timer(1, 0)] : []),
    () => quiet(100),
    {
      processes: [
        { program: 'server', name: 'server-0' },
        { program: 'server', name: 'clerk-2' },
      ],
    },
  );
  expect(world.sim.verdict).toMatchObject({
    kind: 'overrun',
    message: expect.stringMatching(/^clerk-2 fired 1000 timers without letting time pass/),
  });
});
