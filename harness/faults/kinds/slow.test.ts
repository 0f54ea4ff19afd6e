import { expect, test } from 'vitest';
import { of, play, quiet, timer } from '../../sim/play.fixture.ts';

test('timers that a slow machine sets take longer; those of before and after do not, nor those of others', () => {
  const world = play(
    (event) => {
      if (event.kind === 'boot') return [timer(0, 20)];
      return event.kind === 'timer' && event.timer < 3 ? [timer(event.timer + 1, 10)] : [];
    },
    () => quiet(500),
    { plan: [{ atUs: 15_000, fault: { kind: 'slow', server: 0, factor: 5, forMs: 20 } }] },
  );
  expect(of(world, ': 0 timer')).toEqual([
    '20 ms: 0 timer 0',
    '70 ms: 0 timer 1',
    '80 ms: 0 timer 2',
    '90 ms: 0 timer 3',
  ]);
  expect(of(world, ': 1 timer').at(-1)).toBe('50 ms: 1 timer 3');
});

test('a slow machine stays slow when its process crashes, until all is healed', () => {
  const world = play(
    (event, me) => (me === 0 && event.kind !== 'request' ? [timer(1, 10)] : []),
    function* (sim) {
      sim.inject({ kind: 'slow', server: 0, factor: 3 });
      sim.inject({ kind: 'crash', server: 0, restartAfterMs: 5 });
      yield* quiet(36);
      sim.heal();
      yield* quiet(40);
    },
  );
  expect(of(world, 'timer')).toEqual(['35 ms: 0 timer 1', '65 ms: 0 timer 1', '75 ms: 0 timer 1']);
});
