import type { Json } from '../harness/check/history/operation.ts';
import type { Model } from '../harness/check/linearizability/model.ts';
import type { Watch } from '../harness/scenario/scenario.ts';
import { until, type Script, type Steps } from '../harness/scenario/script.ts';
import type { Observer, Simulation } from '../harness/sim/simulation.ts';
import { Client, inputOf, readAnswer, sayCall, type Clients, type Method } from './clients.ts';
import { ShapeError } from './shape-error.ts';

export interface WatchedClients {
  /** Takes the history down. */
  readonly clients: Clients;
  /** Their processes; each runs one operation at a time. */
  readonly processes: readonly number[];
  /** Their methods by name. */
  readonly methods: Readonly<Record<string, Method>>;
  readonly model: Model;
}

/**
 * Notes what clients do in a recorded run, as a script does that calls them itself, and judges it in
 * the end.
 */
export class ClientWatch implements Observer, Watch {
  private readonly sim: Simulation;
  private readonly given: WatchedClients;
  private readonly watched = new Map<number, Client>();
  /** The operations that go on, in words. */
  private readonly pending = new Map<number, string>();

  constructor(given: WatchedClients) {
    const { clients, processes } = given;
    this.given = given;
    this.sim = clients.sim;
    for (const process of processes) this.watched.set(process, new Client(clients, process));
    this.sim.observe(this);
  }

  called(process: number, method: string, args: readonly Json[]): void {
    const client = this.watched.get(process)?.name;
    const known = this.given.methods[method];
    if (client === undefined || known === undefined) return;
    this.pending.set(process, sayCall(method, args));
    const time = this.sim.nowUs / 1_000;
    const input = inputOf(known, args);
    this.given.clients.record({ kind: 'call', time, client, op: method, input });
  }

  returned(process: number, method: string, _args: readonly unknown[], value: string): void {
    const client = this.watched.get(process)?.name;
    const known = this.given.methods[method];
    if (client === undefined || known === undefined) return;
    this.pending.delete(process);
    const outcome = readAnswer(known.read, value);
    const { clients } = this.given;
    if (outcome instanceof ShapeError) return clients.fail(process, outcome);
    const { output, end } = outcome;
    clients.record({ kind: 'return', time: this.sim.nowUs / 1_000, client, output, end });
  }

  crashed(process: number): void {
    this.pending.delete(process);
  }

  mayCall(process: number): boolean {
    return !this.pending.has(process);
  }

  /** Ends the chaos; then every operation must return, and every key that was put be readable. */
  *converge(): Script {
    this.sim.heal();
    yield* this.allReturn();
    const keys = new Set(this.given.clients.history.map(({ input }) => keyOf(input)));
    const [process] = this.given.processes;
    for (const key of keys) {
      if (process !== undefined && key !== null) this.sim.ask(process, 'get', [key], () => {});
      yield* this.allReturn();
    }
  }

  judge(): void {
    this.given.clients.demandLinearizable(this.given.model);
  }

  private *allReturn(): Steps<void> {
    const { clients } = this.given;
    if (yield* until(() => this.pending.size === 0, clients.patienceMs)) return;
    for (const [process, words] of this.pending) {
      clients.stall(this.watched.get(process)?.name ?? '', words);
    }
  }
}

function keyOf(input: Json): string | null {
  const key = typeof input === 'object' && input !== null && 'key' in input ? input['key'] : null;
  return typeof key === 'string' ? key : null;
}
