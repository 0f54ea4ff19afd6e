import type { Json } from '../check/history/operation.ts';
import type { Observer } from '../sim/observer.ts';
import { until, type Steps } from '../vocabulary/script.ts';
import type { Answered, ClientCall, Method } from './client-call.ts';
import type { Clients } from './clients.ts';
import { ShapeError } from './shape-error.ts';

/**
 * One client: it has a process of its own, and tells what its process is asked and answers, whoever
 * asks: while a recording is played, that is no script.
 */
export abstract class Client implements Observer {
  readonly clients: Clients;
  readonly process: number;
  /** The methods of its process, by their names. */
  protected abstract readonly methods: Readonly<Record<string, Method<unknown>>>;
  /** How many calls of its may be in flight at once. */
  protected readonly callsMax: number = 1;
  private readonly inFlight = new Map<number, ClientCall>();

  constructor(clients: Clients, process: number) {
    this.clients = clients;
    this.process = process;
    clients.sim.observe(this);
  }

  /** Its name in facts: that of its process, with a number after a restart. */
  get name(): string {
    const { sim } = this.clients;
    const incarnation = sim.incarnation(this.process);
    const name = sim.processes[this.process]?.name ?? String(this.process);
    return incarnation > 1 ? `${name}#${incarnation}` : name;
  }

  get isUp(): boolean {
    return this.clients.sim.isUp(this.process);
  }

  /** Whether a call of its is in flight. */
  get isBusy(): boolean {
    return this.inFlight.size > 0;
  }

  /** Whether it may make one more call. */
  get isFree(): boolean {
    return this.inFlight.size < this.callsMax;
  }

  called(process: number, method: string, args: readonly Json[], number: number): void {
    const known = process === this.process ? this.methods[method] : undefined;
    if (known === undefined) return;
    const { name: client } = this;
    const atUs = this.clients.sim.nowUs;
    const call = { number, process, client, method, args, input: known.input(args), atUs };
    this.inFlight.set(number, call);
    this.begin(call);
  }

  returned(process: number, _method: string, _args: unknown, value: string, number: number): void {
    const call = process === this.process ? this.inFlight.get(number) : undefined;
    const method = this.methods[call?.method ?? ''];
    if (call === undefined || method === undefined) return;
    try {
      this.end(call, method.read(JSON.parse(value) as Json));
    } catch (error) {
      if (error instanceof ShapeError) this.clients.fail(process, error);
      throw error;
    }
    this.inFlight.delete(number);
  }

  crashed(process: number): void {
    if (process !== this.process) return;
    const atUs = this.clients.sim.nowUs;
    for (const call of this.inFlight.values()) this.clients.tell({ kind: 'crashed', call, atUs });
    this.inFlight.clear();
  }

  /** Waits until everything that it called has returned; ends the run when it does not. */
  *allReturn(): Steps<void> {
    if (!(yield* until(() => !this.isBusy, this.clients.patienceMs))) this.stall();
  }

  /**
   * Calls the process's method of this name, and waits for its answer; null when the process is down or
   * crashes first, so that nobody knows how the call ended.
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

  /** Tells that a call begins. */
  protected begin(call: ClientCall): void {
    this.clients.tell({ kind: 'called', call, atUs: call.atUs });
  }

  /** Tells how a call ended. */
  protected end(call: ClientCall, answered: Answered<unknown>): void {
    this.clients.tell({ kind: 'returned', call, ...answered, atUs: this.clients.sim.nowUs });
  }

  /** A call for a failure's text: `Put("x", "a", 1)`. */
  protected say({ method, args }: ClientCall): string {
    const told = args.map((each) => JSON.stringify(each)).join(', ');
    return `${method.charAt(0).toUpperCase()}${method.slice(1)}(${told})`;
  }

  private stall(): never {
    const [first] = this.inFlight.values();
    return this.clients.stall(this.name, first === undefined ? 'call' : this.say(first));
  }
}
