import { expect, test } from 'vitest';
import type { Fault } from '../faults/fault.ts';
import { randomPlan } from '../faults/random-plan.ts';
import { wait, type Script } from '../vocabulary/script.ts';
import { REQUEST } from './network.ts';
import { chatter, play } from './play.fixture.ts';
import type { Simulation } from './simulation.ts';

const SERVERS = 4;
const PAIRS = [0, 1, 2, 3].flatMap((from) => [0, 1, 2, 3].map((to) => [from, to] as const));

/** What is not as usual in the world. */
function troubles(sim: Simulation): string[] {
  return [
    ...[0, 1, 2, 3].flatMap((server) => [
      ...(sim.isUp(server) ? [] : [`${server} is down`]),
      ...(sim.isPaused(server) ? [`${server} is paused`] : []),
    ]),
    ...PAIRS.flatMap(([from, to]) => (sim.network.isOpen(from, to) ? [] : [`${from} > ${to} cut`])),
  ];
}

/** All faults of some random plans, and those that are drawn by none. */
function everyFault(): Fault[] {
  const drawn = [1, 2, 3, 4, 5, 6].flatMap((seed) =>
    randomPlan(seed, { processes: SERVERS, chaosMs: 6_000, also: ['slow', 'set-clock'] }).map(
      ({ fault }): Fault => fault,
    ),
  );
  return [
    ...drawn,
    { kind: 'disconnect', server: 2 },
    { kind: 'network', preset: 'unreliable' },
    { kind: 'slow', server: 3, factor: 2 },
    { kind: 'set-clock', server: 3, byMs: 70_000 },
  ];
}

test('the heal undoes every kind of fault', () => {
  let before: string[] = [];
  let after: string[] = [];
  let healedMs = 0;
  const script = function* (sim: Simulation): Script {
    for (const fault of everyFault()) sim.inject(fault);
    yield* wait(20);
    sim.inject({ kind: 'crash', server: 0 });
    sim.inject({ kind: 'pause', server: 1 });
    before = troubles(sim);
    sim.heal();
    healedMs = sim.nowUs / 1_000;
    after = troubles(sim);
    yield* wait(10_000);
  };
  const { sim, seen } = play(chatter(SERVERS), script, { servers: SERVERS });
  expect(before.length).toBeGreaterThan(5);
  expect(after).toEqual([]);
  expect(troubles(sim)).toEqual([]);
  // No link is slow, and no message gets lost.
  for (const [from, to] of PAIRS) {
    expect(sim.network.fate(from, to, REQUEST).delayUs).toBeLessThanOrEqual(3_000);
  }
  expect(sim.network.preset.lossPerMillion).toBe(0);
  // No clock is fast or slow: timers of 10 ms fire as often as they should.
  for (let server = 0; server < SERVERS; server++) {
    const fired = seen.filter((line) => line.includes(`: ${server} timer`)).map(Number.parseFloat);
    const late = fired.filter((ms) => ms > healedMs + 5_000);
    expect(late.length).toBeGreaterThanOrEqual(499);
    expect(late.length).toBeLessThanOrEqual(501);
  }
});
