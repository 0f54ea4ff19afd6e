import { describe, expect, test } from 'vitest';
import type { PlannedFault } from '../faults/fault.ts';
import { wait, type Script } from '../vocabulary/script.ts';
import {
  chatter,
  of,
  play,
  quiet,
  save,
  send,
  timer,
  type Act,
  type World,
} from './play.fixture.ts';
import type { Observer, Simulation } from './simulation.ts';

const savesSendsSaves: Act = (event, me) =>
  me === 0 && event.kind === 'boot' ? [save('"one"'), send(1, 1, '"never"'), save('"two"')] : [];

function* healedFirst(sim: Simulation): Script {
  sim.heal();
  yield* wait(50);
}

const ticks: Act = (event) =>
  event.kind === 'boot' || event.kind === 'timer' ? [timer(1, 10)] : [];

/** When server 2 crashes under this plan, in microseconds. */
function crashesOfServer2(plan: PlannedFault[], seed: number): string[] {
  const seen: string[] = [];
  const servers = 3;
  const sims: Simulation[] = [];
  const observer: Observer = {
    crashed: (server) => void (server === 2 && seen.push(`${sims[0]?.nowUs}`)),
  };
  play(
    ticks,
    function* (sim) {
      sims.push(sim);
      yield* wait(3_000);
    },
    { seed, servers, plan, observer },
  );
  return seen;
}

describe('a crash between two effects of a step', () => {
  const observer: Observer = { effect: (_server, effect) => effect.kind === 'save' };

  test('keeps what was saved, and nothing after it happens', () => {
    const world = play(savesSendsSaves, () => quiet(50), { observer });
    expect(world.sim.disk(0).state).toBe('"one"');
    expect(world.sim.isUp(0)).toBe(false);
    expect(of(world, 'request')).toEqual([]);
    expect(world.sim.calls.requests).toBe(0);
  });

  test('does not happen once the world is healed', () => {
    const world = play(savesSendsSaves, healedFirst, { observer });
    expect(world.sim.disk(0).state).toBe('"two"');
    expect(of(world, 'request')).toHaveLength(1);
  });

  test('is drawn for each server from its own effects', () => {
    const striking: PlannedFault = {
      atUs: 0,
      fault: { kind: 'crash-between-effects', perMillion: 20_000 },
    };
    const pause: PlannedFault = {
      atUs: 500_000,
      fault: { kind: 'pause', server: 0, forMs: 1_000 },
    };
    for (let seed = 1; seed <= 10; seed++) {
      const without = crashesOfServer2([striking], seed);
      expect(without).not.toEqual([]);
      expect(crashesOfServer2([striking, pause], seed)).toEqual(without);
    }
  });
});

const chat = (plan: PlannedFault[], seed = 1): World =>
  play(chatter(3), () => quiet(800), { servers: 3, network: 'unreliable', plan, seed });

/** The requests that arrived on any link but 0 to 1. */
const requestsElsewhere = (world: World): string[] =>
  of(world, 'request').filter((line) => !line.includes('0>1'));

describe('randomness is keyed', () => {
  const cut: PlannedFault = {
    atUs: 100_000,
    fault: { kind: 'block-link', from: 0, to: 1, forMs: 300 },
  };
  test('the same seed and plan give the same run, another seed another', () => {
    expect(chat([cut]).seen).toEqual(chat([cut]).seen);
    expect(chat([cut]).sim.traceHash).toBe(chat([cut]).sim.traceHash);
    expect(chat([cut], 2).sim.traceHash).not.toBe(chat([cut]).sim.traceHash);
  });

  test('taking one fault out leaves the requests on every other link as they were', () => {
    expect(requestsElsewhere(chat([]))).toEqual(requestsElsewhere(chat([cut])));
    expect(of(chat([]), '0>1').length).toBeGreaterThan(of(chat([cut]), '0>1').length);
  });
});

test('what servers log changes nothing about a run', () => {
  const silent = chatter(2);
  const talker = chatter(2);
  const loud: Act = (event, me, boot) =>
    talker(event, me, boot).flatMap((effect) => [{ kind: 'log', text: event.kind }, effect]);
  const plan: PlannedFault[] = [
    { atUs: 0, fault: { kind: 'crash-between-effects', perMillion: 20_000 } },
  ];
  const [one, other] = [silent, loud].map((act) => play(act, () => quiet(2_000), { plan }));
  expect(one?.seen.filter((line) => line.endsWith('boot')).length).toBeGreaterThan(2);
  expect(other?.seen).toEqual(one?.seen);
  expect(other?.sim.traceHash).toBe(one?.sim.traceHash);
});

test('no fault strikes after the heal, however it was scheduled', () => {
  const world = play(
    chatter(2),
    function* (sim) {
      sim.inject({ kind: 'crash', server: 0 });
      sim.inject({ kind: 'disconnect', server: 1 });
      yield* wait(50);
      sim.heal();
      sim.inject({ kind: 'crash', server: 1 });
      yield* wait(200);
    },
    {
      plan: [
        { atUs: 60_000, fault: { kind: 'crash', server: 0 } },
        { atUs: 70_000, fault: { kind: 'crash-between-effects', perMillion: 1_000_000 } },
        { atUs: 80_000, fault: { kind: 'pause', server: 1 } },
      ],
    },
  );
  expect([0, 1].map((server) => world.sim.isUp(server))).toEqual([true, true]);
  expect([0, 1].map((server) => world.sim.incarnation(server))).toEqual([2, 1]);
  expect(world.sim.isPaused(1)).toBe(false);
  expect(of(world, 'reply "0>1').length).toBeGreaterThan(5);
});
