import type { Simulation } from '../sim/simulation.ts';
import { seconds } from '../vocabulary/time.ts';
import { VerdictSignal } from '../vocabulary/verdict.ts';
import type { CallFact, ClientCall } from './client-call.ts';
import type { ShapeError } from './shape-error.ts';

/** Longer than any fault of a scenario lasts, with time left to get over it. */
const PATIENCE_MS = 30_000;

/** The clients of one run: tells whoever listens what they did, and ends the run when one waits too long. */
export class Clients {
  readonly sim: Simulation;
  /** Virtual time after which a call without an answer ends the run as stalled. */
  readonly patienceMs: number;
  /** By their numbers. Invariant: those of which `called` was told, and neither `returned` nor `crashed`. */
  private readonly inFlight = new Map<number, ClientCall>();
  private readonly listeners: ((fact: CallFact) => void)[] = [];

  constructor(sim: Simulation, patienceMs: number = PATIENCE_MS) {
    this.sim = sim;
    this.patienceMs = patienceMs;
  }

  /** Hears of every fact from now on, in order. */
  listen(listener: (fact: CallFact) => void): void {
    this.listeners.push(listener);
  }

  tell(fact: CallFact): void {
    const { call, kind } = fact;
    if (kind === 'called') this.inFlight.set(call.number, call);
    else this.inFlight.delete(call.number);
    for (const listener of this.listeners) listener(fact);
  }

  /** Ends the run: a client waits for an answer that should have come. */
  stall(client: string, words: string): never {
    const { sim, patienceMs } = this;
    const waitingFor = `${client}'s ${words} to return within ${patienceMs / 1_000} s`;
    const { waiting: beliefs } = this;
    throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs, atUs: sim.nowUs });
  }

  /** What clients wait for now, in sentences. */
  get waiting(): string[] {
    return [...this.inFlight.values()].map(
      ({ client, atUs, method, input }) =>
        `${client} has waited since ${seconds(atUs)}: ${method} ${JSON.stringify(input)}`,
    );
  }

  /** Ends the run: what a client's process answered is no answer. */
  fail(process: number, { message }: ShapeError): never {
    const atUs = this.sim.nowUs;
    throw new VerdictSignal({ kind: 'crashed', server: process, message, stack: '', atUs });
  }
}
