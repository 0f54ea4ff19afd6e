import { expect } from 'vitest';
import { serverProcesses } from '../sim/process.ts';
import { Simulation } from '../sim/simulation.ts';
import type { Script } from '../vocabulary/script.ts';
import type { Effect, ServerFactory } from '../vocabulary/server.ts';
import { plainStage, type Stage } from './stage.ts';

export const SERVERS = 3;
export const TICK_MS = 10;

/** Each server asks the others every 10 ms whether they are there, and notes on its disk who has asked it. */
const askers: ServerFactory = {
  create({ me, state }) {
    let notes = state ?? '';
    let call = 0;
    return {
      step(event) {
        if (event.kind === 'request') {
          notes += JSON.parse(event.args) as string;
          return [
            { kind: 'save', state: notes, snapshot: null },
            { kind: 'respond', call: event.call, reply: '"here"' },
          ];
        }
        if (event.kind !== 'boot' && event.kind !== 'timer') return [];
        const timer: Effect = { kind: 'set-timer', timer: ++call, delayUs: TICK_MS * 1_000 };
        const others = Array.from({ length: SERVERS }, (_, to) => to).filter((to) => to !== me);
        return [timer, ...others.map((to) => ask(++call, to, `${me}`))];
      },
      stop() {},
    };
  },
};

function ask(call: number, to: number, me: string): Effect {
  return { kind: 'send', call, to, method: 'ask', args: JSON.stringify(me) };
}

/** Plays an adversary of those servers; what it expects is checked as it goes. */
export function play(adversary: (stage: Stage, sim: Simulation) => Script): void {
  const sim = new Simulation({
    seed: 3,
    processes: serverProcesses(SERVERS),
    network: 'reliable',
    plan: [],
    programs: {
      server: { contract: { methods: [], callbacks: [], probe: null }, factory: askers },
    },
  });
  let isOver = false;
  const script = function* (): Script {
    yield* adversary(plainStage(sim, [0, 1, 2], 1_000), sim);
    isOver = true;
  };
  sim.begin(script());
  sim.advance();
  expect(isOver).toBe(true);
}

/** Who has asked this server, in order. */
export const notes = (sim: Simulation, server: number): string => sim.disk(server).state ?? '';
/** From 0 to 1. */
export const QUESTION = { from: 0, to: 1, half: 'request' } as const;
