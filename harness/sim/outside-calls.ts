import type { Course } from './course.ts';
import type { Ask, ServiceAct } from './due.ts';
import type { Witnesses } from './witnesses.ts';
import type { World } from './world.ts';

/** Calls that no process makes: those of clients and scripts, and of the service above a server. */
export class OutsideCalls {
  private readonly course: Course;
  private readonly witnesses: Witnesses;
  private readonly world: World;
  /** Whether what is called now is called by the service above a server, not from outside. */
  private isServing = false;

  constructor(course: Course, witnesses: Witnesses, world: World) {
    this.course = course;
    this.witnesses = witnesses;
    this.world = world;
  }

  /** What the method answers at once; undefined when the process is down or paused, or died of it. */
  invoke(process: number, method: string, args: readonly unknown[]): string | undefined {
    if (this.world.processes.slot(process).paused) return undefined;
    let value: string | undefined;
    const done: Ask['done'] = (answer) => {
      value = answer ?? undefined;
    };
    const invocation = this.call('invoke', { process, method, args, done });
    if (invocation !== null) this.world.asks.forget(invocation);
    return value;
  }

  ask(ask: Ask): void {
    this.call('ask', ask);
  }

  /** The service above a process will act after `afterUs`, unless that incarnation is dead by then. */
  actLater(process: number, afterUs: number, act: () => void): void {
    const { incarnation } = this.world.processes.slot(process);
    this.course.schedule(afterUs, { kind: 'service', process, incarnation, act });
  }

  /** The time has come for the service above a process to act. */
  act(due: ServiceAct): void {
    const slot = this.world.processes.slot(due.process);
    if (slot.incarnation !== due.incarnation || slot.server === null) return;
    if (slot.paused) return void slot.backlog.push(due);
    this.isServing = true;
    try {
      due.act();
    } finally {
      this.isServing = false;
    }
  }

  /** Returns the number of the call; null when the process is down or the run is over. */
  private call(kind: 'invoke' | 'ask', ask: Ask): number | null {
    const { process, method } = ask;
    const slot = this.world.processes.slot(process);
    if (slot.server === null || this.course.verdict !== null) {
      ask.done(null);
      return null;
    }
    const invocation = this.world.asks.add(ask);
    this.witnesses.called(kind, ask, invocation, this.isServing ? 'service' : 'outside');
    const event = { kind: 'invoke', invocation, method, args: JSON.stringify(ask.args) } as const;
    const delivery = { process, event, from: process, repliesTo: '' };
    if (slot.paused) this.actLater(process, 0, () => this.world.deliver(delivery));
    else this.world.deliver(delivery);
    return invocation;
  }
}
