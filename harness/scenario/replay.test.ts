import { expect, test } from 'vitest';
import type { FaultPlan } from '../faults/fault.ts';
import { Recorder } from '../faults/recorder.ts';
import { faultOf, type Recording } from '../faults/recording.ts';
import { serverProcesses, type ProcessSpec } from '../sim/process.ts';
import { Simulation, type Observer } from '../sim/simulation.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import { wait, type Script } from '../vocabulary/script.ts';
import type { Effect, ServerFactory } from '../vocabulary/server.ts';
import { replay } from './replay.ts';

const SERVERS = 3;
const nothing: NonNullable<Observer['holds']> = () => false;

/** Servers that save, call each other and set a timer all the time, and note what they hear. */
const chatterers: ServerFactory = {
  create({ me, state }) {
    let notes = Number(state ?? 0);
    let call = 0;
    return {
      step(event) {
        const effects: Effect[] = [];
        if (event.kind === 'request') {
          notes++;
          effects.push({ kind: 'save', state: String(notes), snapshot: null });
          effects.push({ kind: 'respond', call: event.call, reply: String(notes) });
        }
        if (event.kind === 'reply') notes += Number(event.reply ?? 0) % 7;
        if (event.kind === 'invoke') {
          effects.push({ kind: 'return', invocation: event.invocation, value: String(notes) });
        }
        if (event.kind === 'boot' || event.kind === 'timer') {
          for (let to = 0; to < SERVERS; to++) {
            const send = { call: call++, to, method: 'ping', args: String(notes) };
            if (to !== me) effects.push({ kind: 'send', ...send });
          }
          effects.push({ kind: 'set-timer', timer: call, delayUs: 7_000 });
        }
        return effects;
      },
      stop() {},
    };
  },
};

interface World {
  readonly sim: Simulation;
  readonly recording: Recording;
  /** What the service was told, with its virtual time. */
  readonly answers: string[];
}

interface Given {
  readonly network?: NetworkName;
  readonly plan?: FaultPlan;
  readonly processes?: readonly ProcessSpec[];
  readonly script: (sim: Simulation) => Script;
}

function play(given: Given): World {
  const { network = 'reliable', plan = [], processes = serverProcesses(SERVERS), script } = given;
  const recorder = new Recorder();
  const sim = new Simulation({
    seed: 7,
    processes,
    network,
    plan,
    recorder,
    programs: {
      server: { contract: { methods: [], callbacks: [], probe: null }, factory: chatterers },
    },
  });
  const answers: string[] = [];
  sim.observe({
    returned: (process, method, args, value) =>
      answers.push(`${sim.nowUs} ${process} ${method}(${String(args)}) = ${value}`),
  });
  sim.begin(script(sim));
  sim.advance();
  return { sim, recording: recorder.recording(network, sim.moment), answers };
}

/** Plays what came into that world once more, from its text, for as long as it lasted. */
function playAgain({ recording, sim: { processes } }: World): World {
  const read = JSON.parse(JSON.stringify(recording)) as Recording;
  return play({
    network: read.network,
    processes,
    script: (sim) => cutOff(sim, replay(sim, read, { converge: () => wait(0) }), read.endUs),
  });
}

/** Ends with the recorded run: a replay goes on for a while after it. */
function* cutOff(sim: Simulation, script: Script, endUs: number): Script {
  for (const step of script) {
    if (sim.nowUs + step.forUs > endUs) break;
    yield step;
  }
  yield* wait((endUs - sim.nowUs) / 1_000);
}

function expectSame(once: World): void {
  const again = playAgain(once);
  expect(again.sim.traceHash).toBe(once.sim.traceHash);
  expect(again.answers).toEqual(once.answers);
  expect(again.recording.inputs).toEqual(once.recording.inputs);
}

test('planned faults, their ends, and crashes between two effects come again', () => {
  const once = play({
    network: 'unreliable',
    plan: [
      { atUs: 0, fault: { kind: 'crash-between-effects', perMillion: 30_000 } },
      { atUs: 20_000, fault: { kind: 'partition', groups: [[0], [1, 2]], forMs: 30 } },
      { atUs: 60_000, fault: { kind: 'drift', server: 1, partsPerMillion: 300_000 } },
      { atUs: 90_000, fault: { kind: 'pause', server: 2, forMs: 40 } },
    ],
    script: () => wait(400),
  });
  expect(once.recording.inputs.map(({ kind }) => kind)).toContain('crash-after-effect');
  expectSame(once);
});

test('calls, from outside and not from the service above a server, come again', () => {
  const once = play({
    *script(sim) {
      for (let i = 0; i < 10; i++) {
        sim.invoke(i % SERVERS, 'count', [i]);
        sim.ask((i + 1) % SERVERS, 'ask', [i], () => {});
        sim.soon(0, 500, () => void sim.invoke(0, 'service', [i]));
        yield* wait(3);
      }
    },
  });
  expect(once.recording.inputs.map((each) => 'method' in each && each.method)).not.toContain(
    'service',
  );
  expect(once.recording.inputs).toHaveLength(20);
  // What the service does is its own affair, and a replay has no service here.
  expect(playAgain(once).answers.length).toBe(20);
});

test('messages wait as long as they did, and go on in the same order', () => {
  const once = play({
    *script(sim) {
      let holds = nothing;
      sim.observe({ holds: (...message) => holds(...message) });
      yield* wait(10);
      holds = (from, _to, _method, half) => from === 0 && half === 'request';
      yield* wait(50);
      sim.calls.release((_from, to) => to === 1);
      yield* wait(5);
      holds = (_from, to, _method, half) => to === 2 && half === 'reply';
      sim.calls.release();
      yield* wait(60);
      sim.heal();
      yield* wait(60);
    },
  });
  const holds = once.recording.inputs.filter(({ kind }) => kind === 'hold');
  expect(holds.length).toBeGreaterThanOrEqual(4);
  expectSame(once);
});

test('a crash that an adversary asked for falls after the same effect', () => {
  let answered = 0;
  const once = play({
    *script(sim) {
      sim.observe({
        effect: (server, effect) => server === 1 && effect.kind === 'respond' && ++answered === 5,
      });
      yield* wait(100);
      sim.inject({ kind: 'restart', server: 1 });
      yield* wait(100);
    },
  });
  expect(once.recording.inputs).toMatchObject([
    {
      kind: 'crash-after-effect',
      server: 1,
      place: { effect: 'respond', event: 'request', method: 'ping' },
    },
    { kind: 'fault', fault: { kind: 'restart', server: 1 } },
  ]);
  expectSame(once);
});

function whoIsUp({ sim }: World): number[] {
  return sim.processes.flatMap((_, process) => (sim.isUp(process) ? [process] : []));
}

test('where the dead stay dead, they stay so in a replay, and no crash of the recording has an end', () => {
  const once = play({
    processes: serverProcesses(SERVERS).map((each) => ({ ...each, staysDead: true })),
    plan: [
      { atUs: 0, fault: { kind: 'crash-between-effects', perMillion: 100_000, among: [1] } },
      { atUs: 30_000, fault: { kind: 'crash', server: 2, restartAfterMs: 10 } },
      { atUs: 60_000, fault: { kind: 'restart', server: 2 } },
    ],
    script: () => wait(200),
  });
  expect(whoIsUp(once)).toEqual([0]);
  const crashes = once.recording.inputs.filter((each) => faultOf(each)?.kind === 'crash');
  expect(crashes.map((each) => faultOf(each))).toEqual([
    { kind: 'crash', server: 1 },
    { kind: 'crash', server: 2 },
  ]);
  expectSame(once);
  expect(whoIsUp(playAgain(once))).toEqual([0]);
});
