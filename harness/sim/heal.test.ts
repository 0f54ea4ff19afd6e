import { expect, test } from 'vitest';
import type { Fault } from '../faults/fault.ts';
import { randomPlan } from '../faults/random-plan.ts';
import { wait, type Script } from '../vocabulary/script.ts';
import { REQUEST } from './network.ts';
import { chatter, play } from './play.fixture.ts';
import { serverProcesses, severalOf } from './process.ts';
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
    randomPlan(seed, {
      processes: serverProcesses(SERVERS),
      chaosMs: 6_000,
      also: ['slow', 'set-clock'],
    }).map(({ fault }): Fault => fault),
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

function whoIsUp(sim: Simulation): number[] {
  return sim.processes.flatMap((_, process) => (sim.isUp(process) ? [process] : []));
}

test('where the dead stay dead, nothing starts them again, and the heal restarts the others', () => {
  const processes = severalOf(SERVERS, { program: 'server', group: 'servers' }).map((each, i) =>
    i < 3 ? { ...each, staysDead: true } : each,
  );
  const seen: number[][] = [];
  const script = function* (sim: Simulation): Script {
    sim.inject({ kind: 'crash', server: 0, restartAfterMs: 5 });
    sim.inject({ kind: 'crash', server: 1 });
    sim.inject({ kind: 'crash', server: 3 });
    sim.inject({ kind: 'restart', server: 1 });
    sim.inject({ kind: 'crash-between-effects', perMillion: 1_000_000, among: [2] });
    yield* wait(3_000);
    seen.push(whoIsUp(sim));
    sim.heal();
    sim.boot(0);
    yield* wait(100);
    seen.push(whoIsUp(sim));
  };
  const { sim } = play(chatter(SERVERS), script, { processes });
  expect(seen).toEqual([[], [3]]);
  expect([0, 1, 2, 3].map((server) => sim.incarnation(server))).toEqual([1, 1, 1, 2]);
});

test('crashes between effects strike all that suffer crashes, and nobody else', () => {
  const processes = [
    ...severalOf(2, { program: 'server' }),
    { program: 'server', name: 'disk', role: 'device' },
    { program: 'server', name: 'controller', suffers: ['cut'] as const },
  ];
  const plan = [
    { atUs: 0, fault: { kind: 'crash-between-effects', perMillion: 1_000_000 } as const },
  ];
  const { sim } = play(chatter(SERVERS), () => wait(5_000), { processes, plan });
  expect([0, 1].map((server) => sim.incarnation(server) > 1)).toEqual([true, true]);
  expect([2, 3].map((server) => sim.incarnation(server))).toEqual([1, 1]);
});
