import type { AnsweredRequest, Observer } from '../sim/observer.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { EffectPlace } from '../faults/recording.ts';
import type { Effect } from '../vocabulary/server.ts';

/** Whether a process can know anything of the others: one of them has sent it a request or an answer. */
export class Heard implements Observer {
  /** Whether there was any such message since the last `forget`, or the start of the run. */
  isAny = false;
  private readonly process: number;

  constructor(sim: Simulation, process: number) {
    this.process = process;
    sim.observe(this);
  }

  forget(): void {
    this.isAny = false;
  }

  effect(process: number, effect: Effect, _: EffectPlace, request?: AnsweredRequest): boolean {
    if (process === this.process) return false;
    if (effect.kind === 'send') this.isAny ||= effect.to === this.process;
    if (effect.kind === 'respond') this.isAny ||= request?.from === this.process;
    return false;
  }

  crashed(process: number): void {
    if (process === this.process) this.forget();
  }
}
