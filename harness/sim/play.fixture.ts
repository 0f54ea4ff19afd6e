import type { PlannedFault } from '../faults/fault.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import { wait, type Script } from '../vocabulary/script.ts';
import type { Boot, Effect, ServerEvent } from '../vocabulary/server.ts';
import { serverProcesses, type ProcessSpec } from './process.ts';
import { Simulation, type Observer } from './simulation.ts';
import type { TraceEvent } from './trace-event.ts';

export type Act = (event: ServerEvent, me: number, boot: Boot) => readonly Effect[];

export interface World {
  readonly sim: Simulation;
  /** Every event that a server was given: virtual milliseconds, server, and what it was. */
  readonly seen: string[];
}

/** Runs a script over servers that are one plain function. */
export function play(
  act: Act,
  script: (sim: Simulation) => Script,
  given: {
    seed?: number;
    servers?: number;
    processes?: ProcessSpec[];
    network?: NetworkName;
    plan?: PlannedFault[];
    observer?: Observer;
    record?: (event: TraceEvent) => void;
  } = {},
): World {
  const seen: string[] = [];
  const sim: Simulation = new Simulation({
    seed: given.seed ?? 1,
    processes: given.processes ?? serverProcesses(given.servers ?? 2),
    network: given.network ?? 'reliable',
    plan: given.plan ?? [],
    ...(given.record === undefined ? {} : { record: given.record }),
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

export const save = (state: string): Effect => ({ kind: 'save', state, snapshot: null });
export const timer = (id: number, ms: number): Effect => ({
  kind: 'set-timer',
  timer: id,
  delayUs: ms * 1_000,
});
export const send = (call: number, to: number, args: string): Effect => ({
  kind: 'send',
  call,
  to,
  method: 'ping',
  args,
});
export const of = (world: World, part: string): string[] =>
  world.seen.filter((line) => line.includes(part));

/** Sends a numbered message to every other server each 10 ms, whatever comes back; answers all. */
export function chatter(servers: number): Act {
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

export function* quiet(ms: number): Script {
  yield* wait(ms);
}
