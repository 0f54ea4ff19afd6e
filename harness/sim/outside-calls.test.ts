import { expect, test } from 'vitest';
import { call as callOf } from '../scenario/call.ts';
import { wait } from '../vocabulary/script.ts';
import { play, timer } from './play.fixture.ts';

test('whoever asked hears the answer when it comes, or that the process crashed before', () => {
  const answers: (string | null)[] = [];
  const hear = (value: string | null): void => void answers.push(value);
  let waiting = 0;
  play(
    (event) => {
      if (event.kind === 'invoke') {
        waiting = event.invocation;
        return [timer(1, 10)];
      }
      return event.kind === 'timer'
        ? [{ kind: 'return', invocation: waiting, value: '"late"' }]
        : [];
    },
    function* (sim) {
      sim.ask(0, 'get', [], hear);
      yield* wait(5);
      expect(answers).toEqual([]);
      yield* wait(10);
      sim.ask(0, 'get', [], hear);
      sim.inject({ kind: 'crash', server: 0 });
      sim.ask(0, 'get', [], hear);
    },
  );
  expect(answers).toEqual(['"late"', null, null]);
});

test('a script can call a method and wait for its answer', () => {
  const ends: unknown[] = [];
  play(
    (event) =>
      event.kind === 'invoke' && event.method === 'get'
        ? [{ kind: 'return', invocation: event.invocation, value: event.args }]
        : [],
    function* (sim) {
      ends.push(yield* callOf(sim, 0, 'get', ['x'], 10));
      ends.push(yield* callOf(sim, 0, 'hang', [], 10), sim.nowUs);
      sim.inject({ kind: 'crash', server: 1 });
      ends.push(yield* callOf(sim, 1, 'get', [], 10));
    },
  );
  expect(ends).toEqual([
    { kind: 'returned', value: ['x'] },
    { kind: 'pending' },
    10_000,
    { kind: 'crashed' },
  ]);
});
