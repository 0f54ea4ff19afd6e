import type { Fault } from '../../harness/faults/fault.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import { nameOf, numbersOf } from '../../harness/vocabulary/role.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import type { CallFact } from '../../harness/clients/client-call.ts';
import { Clients } from '../../harness/clients/clients.ts';
import { fieldsOf } from '../../harness/clients/shape-error.ts';
import type { QueueFact } from './fact.ts';
import { OUTSIDE } from '../outside/outside-rpc.ts';
import { ATTEMPT_CHANNEL, type Attempt } from '../outside/outside.ts';
import { PublisherClient } from './publisher-client.ts';
import type { WorkRpc } from './outside/work-rpc.ts';

type Untimed<Fact> = Fact extends unknown ? Omit<Fact, 'atUs'> : never;

/** Takes down what happens in a run, as facts: from what processes send and are asked, not from what they say. */
export class Happenings implements Observer {
  /** Everything that was seen so far, in order. */
  readonly facts: QueueFact[] = [];
  readonly publishers: readonly PublisherClient[];
  private readonly sim: Simulation;
  private readonly tell: (fact: QueueFact) => void;
  private readonly outside: number;

  constructor(sim: Simulation, tell: (fact: QueueFact) => void) {
    this.sim = sim;
    this.tell = tell;
    this.outside = sim.processes.findIndex(({ name }) => name === OUTSIDE);
    const clients = new Clients(sim);
    this.publishers = numbersOf(sim.processes, 'publisher').map(
      (process) => new PublisherClient(clients, process),
    );
    clients.listen((fact) => this.seeCall(fact));
    sim.observe(this);
  }

  effect(process: number, effect: Effect): boolean {
    if (effect.kind === 'send' && effect.to === this.outside) this.seeHandling(process, effect);
    if (effect.kind === 'emit' && effect.channel === ATTEMPT_CHANNEL) {
      const { key: id, entry, isNew } = JSON.parse(effect.value) as Attempt;
      this.see({
        kind: 'effect',
        id,
        body: typeof entry === 'string' ? entry : JSON.stringify(entry),
        isNew,
      });
    }
    return false;
  }

  crashed(process: number): void {
    this.see({ kind: 'crashed', process: this.nameOf(process) });
  }

  struck({ kind }: Fault): void {
    this.see({ kind: 'fault', isMomentary: MOMENTARY.has(kind) });
  }

  /** Takes down what is no event of the run. */
  see(told: Untimed<QueueFact>): void {
    const fact: QueueFact = { ...told, atUs: this.sim.nowUs };
    this.facts.push(fact);
    this.tell(fact);
  }

  /** A publish whose publisher crashed stays without an end. */
  private seeCall({ kind, call }: CallFact): void {
    if (kind === 'crashed') return;
    const { body } = fieldsOf(call.input);
    this.see({
      kind: kind === 'called' ? 'published' : 'confirmed',
      publisher: this.nameOf(call.process),
      call: call.number,
      body: String(body),
    });
  }

  private seeHandling(process: number, { method, args }: Effect & { kind: 'send' }): void {
    const { id, key, body, entry, redelivered } = fieldsOf(JSON.parse(args));
    const consumer = this.nameOf(process);
    const isMarked = redelivered === true;
    switch (method as keyof WorkRpc) {
      case 'begin':
        return this.see({ kind: 'begun', consumer, id: String(id), body: String(body), isMarked });
      case 'fail':
        return this.see({
          kind: 'ended',
          outcome: 'failed',
          consumer,
          id: String(id),
          body: String(body),
        });
      case 'put':
        return this.see({
          kind: 'ended',
          outcome: 'done',
          consumer,
          id: String(key),
          body: String(entry),
        });
    }
  }

  private nameOf(process: number): string {
    return nameOf(this.sim.processes, process);
  }
}

/** What is over in an instant: no message that is sent after it suffers. */
const MOMENTARY: ReadonlySet<Fault['kind']> = new Set(['crash', 'restart', 'pause', 'resume']);
