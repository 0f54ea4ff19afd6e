import { buildHistory, type HistoryEvent } from '../harness/check/history/build-history.ts';
import type { End, Json, Operation } from '../harness/check/history/operation.ts';
import type { Annotation } from '../harness/check/linearizability/explain/drawing.ts';
import type { Model } from '../harness/check/linearizability/model.ts';
import { until, type Steps } from '../harness/scenario/script.ts';
import { VerdictSignal } from '../harness/scenario/verdict.ts';
import type { Simulation } from '../harness/sim/simulation.ts';
import { FaultLog } from './fault-log.ts';
import { demandLinearizable } from './linearizable.ts';
import { ShapeError } from './shape-error.ts';

/** An operation that a client is about to call: how the history names it, and how the process does. */
export interface Request {
  readonly op: string;
  readonly input: Json;
  readonly method: string;
  readonly args: readonly Json[];
  /** For a failure's text: `Put("x", "a", 1)`. */
  readonly words: string;
}

/** What a process's answer means: to the script, and in the history. */
export interface Answered<Answer> {
  readonly answer: Answer;
  readonly output: Json;
  readonly end: End;
}

/** A method of a client's process, as its history has it. */
export interface Method<Answer = unknown> {
  /** What its arguments are called, in their order. */
  readonly parameters: readonly string[];
  /** Throws ShapeError for what is no answer. */
  readonly read: (value: Json) => Answered<Answer>;
}

/** A method's arguments by their names. */
export function inputOf({ parameters }: Method, args: readonly Json[]): Json {
  return Object.fromEntries(parameters.map((name, i) => [name, args[i] ?? null]));
}

/** For a failure's text: `Put("x", "a", 1)`. */
export function sayCall(method: string, args: readonly Json[]): string {
  const told = args.map((each) => JSON.stringify(each)).join(', ');
  return `${method.charAt(0).toUpperCase()}${method.slice(1)}(${told})`;
}

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

  record(event: HistoryEvent): void {
    this.events.push(event);
  }

  /** Faults so far, for a failure's drawing. */
  get annotations(): readonly Annotation[] {
    return this.faults.annotations;
  }

  /** Ends the run: a client waits for an answer that should have come. */
  stall(client: string, words: string): never {
    const { sim, patienceMs } = this;
    const waitingFor = `${client}'s ${words} to return, for ${patienceMs / 1_000} s`;
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

/** One client: it has a process of its own and runs one operation at a time. */
export class Client {
  readonly clients: Clients;
  readonly process: number;

  constructor(clients: Clients, process: number) {
    this.clients = clients;
    this.process = process;
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

  /**
   * Calls an operation, and waits for its answer; null when the process is down or crashes first, so
   * that nobody knows how the operation ended. `read` throws ShapeError for what is no answer.
   */
  *call<Answer>(request: Request, read: (value: Json) => Answered<Answer>): Steps<Answer | null> {
    const { clients, process, name } = this;
    const { sim, patienceMs } = clients;
    if (!this.isUp) return null;
    let outcome: Answered<Answer> | ShapeError | null | undefined;
    const { op, input, method, args } = request;
    clients.record({ kind: 'call', time: sim.nowUs / 1_000, client: name, op, input });
    sim.ask(process, method, args, (text) => {
      outcome = text === null ? null : readAnswer(read, text);
      if (outcome === null || outcome instanceof ShapeError) return;
      const { output, end } = outcome;
      clients.record({ kind: 'return', time: sim.nowUs / 1_000, client: name, output, end });
    });
    if (!(yield* until(() => outcome !== undefined, patienceMs)))
      clients.stall(name, request.words);
    if (outcome instanceof ShapeError) return clients.fail(process, outcome);
    return outcome?.answer ?? null;
  }

  /** The same for a method whose history has its own name. */
  protected callMethod<Answer>(
    name: string,
    args: readonly Json[],
    method: Method<Answer>,
  ): Steps<Answer | null> {
    const words = sayCall(name, args);
    const request = { op: name, input: inputOf(method, args), method: name, args, words };
    return this.call(request, method.read);
  }
}

/** What the answer's JSON text means, or what is wrong with it. */
export function readAnswer<Answer>(
  read: (value: Json) => Answered<Answer>,
  text: string,
): Answered<Answer> | ShapeError {
  try {
    return read(JSON.parse(text) as Json);
  } catch (error) {
    if (error instanceof ShapeError) return error;
    throw error;
  }
}

function pendingOf(history: readonly Operation[]): string[] {
  return history
    .filter(({ returnTime }) => returnTime === null)
    .map(({ client, op, input, callTime }) => {
      return `${client} waits since ${(callTime / 1_000).toFixed(3)} s: ${op} ${JSON.stringify(input)}`;
    });
}
