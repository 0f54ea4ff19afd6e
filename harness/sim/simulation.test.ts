import { describe, expect, test } from 'vitest';
import { call as callOf } from '../scenario/call.ts';
import type { PlannedFault } from '../vocabulary/fault.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import { wait, type Script } from '../vocabulary/script.ts';
import type { Boot, Effect, ServerEvent } from '../vocabulary/server.ts';
import { serverProcesses, type ProcessSpec } from './process.ts';
import { Simulation, type Observer } from './simulation.ts';

type Act = (event: ServerEvent, me: number, boot: Boot) => readonly Effect[];

interface World {
  readonly sim: Simulation;
  /** Every event that a server was given: virtual milliseconds, server, and what it was. */
  readonly seen: string[];
}

/** Runs a script over servers that are one plain function. */
function play(
  act: Act,
  script: (sim: Simulation) => Script,
  given: {
    seed?: number;
    servers?: number;
    processes?: ProcessSpec[];
    network?: NetworkName;
    plan?: PlannedFault[];
    observer?: Observer;
  } = {},
): World {
  const seen: string[] = [];
  const sim: Simulation = new Simulation({
    seed: given.seed ?? 1,
    processes: given.processes ?? serverProcesses(given.servers ?? 2),
    network: given.network ?? 'reliable',
    plan: given.plan ?? [],
    programs: {
      server: {
        contract: { methods: [], callbacks: [], probe: null },
        factory: {
          create: (boot) => ({
            step(event) {
              const number = boot.names.indexOf(boot.name);
              seen.push(`${sim.nowUs / 1_000} ms: ${number} ${words(event)}`);
              return act(event, number, boot);
            },
            stop() {},
          }),
        },
      },
    },
  });
  if (given.observer !== undefined) sim.observe(given.observer);
  sim.begin(script(sim));
  sim.advance();
  return { sim, seen };
}

function words(event: ServerEvent): string {
  if (event.kind === 'request') return `request ${event.args}`;
  if (event.kind === 'reply') return `reply ${event.reply}`;
  return event.kind === 'timer' ? `timer ${event.timer}` : event.kind;
}

const save = (state: string): Effect => ({ kind: 'save', state, snapshot: null });
const timer = (id: number, ms: number): Effect => ({
  kind: 'set-timer',
  timer: id,
  delayUs: ms * 1_000,
});
const send = (call: number, to: number, args: string): Effect => ({
  kind: 'send',
  call,
  to,
  method: 'ping',
  args,
});
const of = (world: World, part: string): string[] =>
  world.seen.filter((line) => line.includes(part));

/** Sends a numbered message to every other server each 10 ms, whatever comes back; answers all. */
function chatter(servers: number): Act {
  const sent = Array.from({ length: servers }, () => 0);
  return (event, me) => {
    if (event.kind === 'request') return [{ kind: 'respond', call: event.call, reply: event.args }];
    if (event.kind === 'reply' || event.kind === 'invoke') return [];
    const round = sent[me] ?? 0;
    sent[me] = round + 1;
    const others = Array.from({ length: servers }, (_, to) => to).filter((to) => to !== me);
    const messages = others.map((to) => send(round * servers + to, to, `"${me}>${to} #${round}"`));
    return [...messages, timer(round, 10)];
  };
}

function* quiet(ms: number): Script {
  yield* wait(ms);
}

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
    const others = (world: World): string[] =>
      of(world, 'request').filter((line) => !line.includes('0>1'));
    expect(others(chat([]))).toEqual(others(chat([cut])));
    expect(of(chat([]), '0>1').length).toBeGreaterThan(of(chat([cut]), '0>1').length);
  });
});

test('a link can be cut one way only', () => {
  const world = play(chatter(2), () => quiet(200), {
    plan: [{ atUs: 0, fault: { kind: 'block-link', from: 0, to: 1 } }],
  });
  expect(of(world, 'request "1>0').length).toBeGreaterThan(10);
  expect(of(world, 'request "0>1')).toEqual([]);
  // Its answers travel on the cut link too.
  expect(of(world, 'reply "1>0')).toEqual([]);
});

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

test('held messages stay until they are released', () => {
  const counts: number[] = [];
  const world = play(
    (event, me) =>
      event.kind === 'boot' && me === 0 ? [send(1, 1, '"a"'), send(2, 1, '"b"')] : [],
    function* (sim) {
      yield* wait(100);
      counts.push(sim.calls.held);
      sim.heal();
      counts.push(sim.calls.held);
      yield* wait(100);
    },
    { observer: { holds: () => true } },
  );
  expect(counts).toEqual([2, 0]);
  expect(of(world, 'request')).toHaveLength(2);
  for (const line of of(world, 'request'))
    expect(Number.parseFloat(line)).toBeGreaterThanOrEqual(100);
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

test('timers of a dead incarnation never fire, not even under the same number', () => {
  const world = play(
    (event, me) => (event.kind === 'boot' && me === 0 ? [timer(1, 100)] : []),
    () => quiet(400),
    { plan: [{ atUs: 50_000, fault: { kind: 'crash', server: 0, restartAfterMs: 10 } }] },
  );
  expect(of(world, 'timer')).toEqual(['160 ms: 0 timer 1']);
});

test('a reply to a dead incarnation never arrives', () => {
  const world = play(
    (event, me) => {
      if (event.kind === 'request') return [{ kind: 'respond', call: event.call, reply: '1' }];
      return event.kind === 'boot' && me === 0 ? [send(1, 1, '"hello"')] : [];
    },
    () => quiet(200),
    { plan: [{ atUs: 100, fault: { kind: 'crash', server: 0, restartAfterMs: 1 } }] },
  );
  expect(of(world, 'request')).toHaveLength(2);
  expect(of(world, '0 reply')).toHaveLength(1);
});

test('of a request that comes twice, the answer to the first delivery is the one that is heard', () => {
  const times = new Map<string, number>();
  const world = play(
    (event, me) => {
      if (event.kind === 'request') {
        const time = (times.get(event.args) ?? 0) + 1;
        times.set(event.args, time);
        return [{ kind: 'respond', call: event.call, reply: `"delivery ${time}"` }];
      }
      if (event.kind !== 'boot' || me !== 0) return [];
      return Array.from({ length: 400 }, (_, i) => send(i, 1, `${i}`));
    },
    () => quiet(200),
    { network: 'unreliable' },
  );
  expect([...times.values()]).toContain(2);
  expect(of(world, 'reply "delivery 1"').length).toBeGreaterThan(300);
  expect(of(world, 'reply "delivery 2"')).toEqual([]);
});

test('a call to a server that is down resolves as lost within 7 s', () => {
  const world = play(
    (event, me) =>
      event.kind === 'timer' && me === 0
        ? [send(1, 1, '1')]
        : event.kind === 'boot'
          ? [timer(1, 10)]
          : [],
    () => quiet(8_000),
    { plan: [{ atUs: 0, fault: { kind: 'crash', server: 1 } }] },
  );
  expect(of(world, '0 reply null')).toHaveLength(1);
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

test('no fault of the network touches the link to a device', () => {
  const program = 'server';
  const world = play(
    (event, me) => {
      if (event.kind === 'request') return [{ kind: 'respond', call: event.call, reply: '1' }];
      return event.kind === 'boot' && me === 0 ? [send(1, 1, '"x"')] : [];
    },
    () => quiet(50),
    {
      network: 'unreliable',
      processes: [
        { program, name: 'worker' },
        { program, name: 'files', isDevice: true },
      ],
      plan: [{ atUs: 0, fault: { kind: 'partition', groups: [[0], [1]] } }],
    },
  );
  expect(of(world, '0 reply 1')).toHaveLength(1);
});

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
