import type { Fault } from '../../harness/faults/fault.ts';
import type { Observer, Simulation } from '../../harness/sim/simulation.ts';
import type { Effect } from '../../harness/vocabulary/server.ts';
import { fieldsOf } from '../shape-error.ts';
import type { Handling, QueueFact } from './fact.ts';
import type { OutsideRpc } from './outside/outside-rpc.ts';
import { RECORDED_CHANNEL, type Recorded } from './outside/outside.ts';

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
    this.outside = sim.processes.findIndex(({ program }) => program === 'outside');
    sim.observe(this);
  }

  effect(process: number, effect: Effect): boolean {
    if (effect.kind === 'send' && effect.to === this.outside) this.seeHandling(process, effect);
    if (effect.kind === 'emit' && effect.channel === RECORDED_CHANNEL) {
      this.see({ kind: 'effect', ...(JSON.parse(effect.value) as Recorded) });
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
    const { number, id, body, redelivered } = fieldsOf(JSON.parse(args));
    const handling: Handling = {
      consumer: this.nameOf(process),
      number: Number(number),
      id: String(id),
      body: String(body),
      isMarked: redelivered === true,
    };
    switch (method as keyof OutsideRpc) {
      case 'begin':
        return this.see({ kind: 'begun', ...handling });
      case 'fail':
        return this.see({ kind: 'ended', outcome: 'failed', ...handling });
      case 'put':
        return this.see({ kind: 'ended', outcome: 'done', ...handling });
    }
  }

  private nameOf(process: number): string {
    return this.sim.processes[process]?.name ?? `process ${process}`;
  }
}

/** What is over in an instant: no message that is sent after it suffers. */
const MOMENTARY: ReadonlySet<Fault['kind']> = new Set(['crash', 'restart', 'pause', 'resume']);
