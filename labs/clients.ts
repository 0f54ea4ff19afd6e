import { buildHistory, type HistoryEvent } from '../harness/check/history/build-history.ts';
import type { End, Json, Operation } from '../harness/check/history/operation.ts';
import type { Annotation } from '../harness/check/linearizability/explain/drawing.ts';
import type { Model } from '../harness/check/linearizability/model.ts';
import type { Observer, Simulation } from '../harness/sim/simulation.ts';
import { until, type Steps } from '../harness/vocabulary/script.ts';
import { VerdictSignal } from '../harness/vocabulary/verdict.ts';
import { FaultLog } from './fault-log.ts';
import { demandLinearizable } from './linearizable.ts';
import { ShapeError } from './shape-error.ts';

/** What a process's answer means: to the script, and in the history. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly output: Json;
  readonly end: End;
}

/** A method of a client's process. */
export interface Method<Answer> {
  /** What the history has of its arguments. */
  readonly input: (args: readonly Json[]) => Json;
  /** Throws ShapeError for what is no answer. */
  readonly read: (value: Json) => Answered<Answer>;
}

/** The input of a method whose arguments have these names, in their order. */
export function named(...parameters: readonly string[]): (args: readonly Json[]) => Json {
  return (args) => Object.fromEntries(parameters.map((name, i) => [name, args[i] ?? null]));
}

type Untimed<Event> = Event extends unknown ? Omit<Event, 'time'> : never;

/** Longer than any fault of a scenario lasts, with time left to get over it. */
const PATIENCE_MS = 30_000;

/** The clients of one run, and the history of all that they did. */
export class Clients {
  readonly sim: Simulation;
  /** Virtual time after which an operation without an answer ends the run as stalled. */
  readonly patienceMs: number;
  private readonly events: HistoryEvent[] = [];
  private readonly faults: FaultLog;

  constructor(sim: Simulation, patienceMs: number = PATIENCE_MS) {
    this.sim = sim;
    this.patienceMs = patienceMs;
    this.faults = new FaultLog(sim);
  }

  /** Everything that was called so far. Times are in milliseconds of virtual time. */
  get history(): Operation[] {
    return buildHistory(this.events);
  }

  /** Takes down what happens now. */
  record(event: Untimed<HistoryEvent>): void {
    this.events.push({ ...event, time: this.sim.nowUs / 1_000 });
  }

  /** Faults so far, for a failure's drawing. */
  get annotations(): readonly Annotation[] {
    return this.faults.annotations;
  }

  /** Ends the run: a client waits for an answer that should have come. */
  stall(client: string, words: string): never {
    const { sim, patienceMs } = this;
    const waitingFor = `${client}'s ${words} to return within ${patienceMs / 1_000} s`;
    const beliefs = pendingOf(this.history);
    throw new VerdictSignal({ kind: 'stalled', waitingFor, beliefs, atUs: sim.nowUs });
  }

  /** Ends the run: what a client's process answered is no answer. */
  fail(process: number, { message }: ShapeError): never {
    const atUs = this.sim.nowUs;
    throw new VerdictSignal({ kind: 'crashed', server: process, message, stack: '', atUs });
  }

  /** Ends the run unless the history so far is linearizable for such an object. */
  demandLinearizable(model: Model): void {
    const { history, annotations } = this;
    demandLinearizable(this.sim, { history, model, faults: annotations });
  }
}

/** An operation that a client has begun. */
export interface Begun {
  readonly method: string;
  readonly args: readonly Json[];
  /** Its number among the calls of the run. */
  readonly call: number;
}

/**
 * One client: it has a process of its own and runs one operation at a time. It takes down what its
 * process is asked and answers, whoever asks: while a recording is played, that is no script.
 */
export abstract class Client implements Observer {
  readonly clients: Clients;
  readonly process: number;
  /** The methods of its process, by their names. */
  protected abstract readonly methods: Readonly<Record<string, Method<unknown>>>;
  private begun: Begun | null = null;

  constructor(clients: Clients, process: number) {
    this.clients = clients;
    this.process = process;
    clients.sim.observe(this);
  }

  /** Its name in the history: that of its process, with a number after a restart. */
  get name(): string {
    const { sim } = this.clients;
    const incarnation = sim.incarnation(this.process);
    const name = sim.processes[this.process]?.name ?? String(this.process);
    return incarnation > 1 ? `${name}#${incarnation}` : name;
  }

  get isUp(): boolean {
    return this.clients.sim.isUp(this.process);
  }

  /** Whether an operation of its goes on. */
  get isBusy(): boolean {
    return this.begun !== null;
  }

  called(process: number, method: string, args: readonly Json[], call: number): void {
    if (process === this.process && method in this.methods) this.begin({ method, args, call });
  }

  returned(process: number, _method: string, _args: unknown, value: string, call: number): void {
    if (process !== this.process || call !== this.begun?.call) return;
    try {
      this.end(this.begun, JSON.parse(value) as Json);
    } catch (error) {
      if (error instanceof ShapeError) this.clients.fail(process, error);
      throw error;
    }
    this.begun = null;
  }

  crashed(process: number): void {
    if (process === this.process) this.begun = null;
  }

  /** Ends the run: its operation should have returned. */
  stall(): never {
    const words = this.begun === null ? 'operation' : this.say(this.begun);
    return this.clients.stall(this.name, words);
  }

  /**
   * Calls the process's method of this name, and waits for its answer; null when the process is down or
   * crashes first, so that nobody knows how the operation ended.
   */
  protected *call<Answer>(
    name: string,
    args: readonly Json[],
    method: Method<Answer>,
  ): Steps<Answer | null> {
    if (!this.isUp) return null;
    const { sim, patienceMs } = this.clients;
    let outcome: Answered<Answer> | null | undefined;
    sim.ask(this.process, name, args, (text) => {
      outcome = text === null ? null : method.read(JSON.parse(text) as Json);
    });
    if (!(yield* until(() => outcome !== undefined, patienceMs))) this.stall();
    return outcome?.answer ?? null;
  }

  /** Takes down that an operation begins. */
  protected begin(begun: Begun): void {
    this.begun = begun;
    const { clients, name } = this;
    const { method, args } = begun;
    clients.record({
      kind: 'call',
      client: name,
      op: method,
      input: this.method(begun).input(args),
    });
  }

  /** Takes down how an operation ended, and returns the answer; throws ShapeError for what is none. */
  protected end(begun: Begun, value: Json): unknown {
    const { answer, output, end } = this.method(begun).read(value);
    this.clients.record({ kind: 'return', client: this.name, output, end });
    return answer;
  }

  /** An operation for a failure's text: `Put("x", "a", 1)`. */
  protected say({ method, args }: Begun): string {
    const told = args.map((each) => JSON.stringify(each)).join(', ');
    return `${method.charAt(0).toUpperCase()}${method.slice(1)}(${told})`;
  }

  private method({ method }: Begun): Method<unknown> {
    const known = this.methods[method];
    if (known === undefined) throw new Error(`${this.name} has no method ${method}`);
    return known;
  }
}

function pendingOf(history: readonly Operation[]): string[] {
  return history
    .filter(({ returnTime }) => returnTime === null)
    .map(({ client, op, input, callTime }) => {
      return `${client} waits since ${(callTime / 1_000).toFixed(3)} s: ${op} ${JSON.stringify(input)}`;
    });
}
