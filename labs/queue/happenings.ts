import type { Fault } from '../../harness/faults/fault.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import { nameOf } from '../../harness/vocabulary/role.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { fieldsOf } from '../shape-error.ts';
import type { QueueFact } from './fact.ts';
import { OUTSIDE } from '../outside/outside-rpc.ts';
import { ATTEMPT_CHANNEL, type Attempt } from '../outside/outside.ts';
import type { WorkRpc } from './outside/work-rpc.ts';

type Untimed<Fact> = Fact extends unknown ? Omit<Fact, 'atUs'> : never;

/** Takes down what happens in a run, as facts: from what processes send and are asked, not from what they say. */
export class Happenings implements Observer {
  /** Everything that was seen so far, in order. */
  readonly facts: QueueFact[] = [];
  private readonly sim: Simulation;
  private readonly tell: (fact: QueueFact) => void;
  private readonly outside: number;

  constructor(sim: Simulation, tell: (fact: QueueFact) => void) {
    this.sim = sim;
    this.tell = tell;
    this.outside = sim.processes.findIndex(({ name }) => name === OUTSIDE);
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

  called(process: number, method: string, [body]: readonly unknown[], call: number): void {
    if (method !== 'publish') return;
    const publisher = this.nameOf(process);
    this.see({ kind: 'published', publisher, call, body: String(body) });
  }

  returned(
    process: number,
    method: string,
    [body]: readonly unknown[],
    _value: string,
    call: number,
  ): void {
    if (method !== 'publish') return;
    const publisher = this.nameOf(process);
    this.see({ kind: 'confirmed', publisher, call, body: String(body) });
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
