import type { Effect } from '../../../harness/sim/server.ts';
import type { Observer } from '../../../harness/sim/simulation.ts';
import { until, type Steps } from '../../../harness/scenario/script.ts';
import type { JobFact } from '../fact.ts';
import { FILES } from '../files/file-rpc.ts';
import type { JobWorld } from '../job-world.ts';

/** Enough for a task to be late, to be handed out again, and to be done by a worker that was busy. */
export const PATIENCE_MS = 60_000;

export type Phase = 'map' | 'reduce';

/** One worker's try at one task, known from outside by its first call of the application. */
export interface Attempt {
  readonly worker: number;
  /** File of the map task, or number of the reduce task. */
  readonly task: string;
}

/** What an adversary sees and does: file changes under way, messages to hold back, crashes. */
export class Puppeteer implements Observer {
  /** Called when a worker has sent a request that changes a file; true crashes the worker there. */
  onChange: (worker: number, method: string) => boolean = () => false;
  /** Whether to keep back a message that is about to arrive. */
  hold: (from: number, to: number, method: string) => boolean = () => false;
  readonly world: JobWorld;
  private readonly files: number;

  constructor(world: JobWorld) {
    this.world = world;
    this.files = world.sim.processes.findIndex(({ name }) => name === FILES);
    world.sim.observe(this);
  }

  effect(process: number, effect: Effect): boolean {
    if (effect.kind !== 'send' || effect.to !== this.files) return false;
    const { method } = effect;
    return method !== 'read' && method !== 'list' && this.onChange(process, method);
  }

  holds(from: number, to: number, method: string): boolean {
    return this.hold(from, to, method);
  }

  pause(worker: number): void {
    this.world.sim.inject({ kind: 'pause', server: worker });
  }

  resume(worker: number): void {
    this.world.sim.inject({ kind: 'resume', server: worker });
  }

  /** Waits for the first attempt at any task of this phase; null when there is none. */
  first(phase: Phase): Steps<Attempt | null> {
    return this.attempt(phase, () => true);
  }

  /** Waits for another worker's attempt at the same task; null when there is none. */
  another(phase: Phase, { worker, task }: Attempt): Steps<Attempt | null> {
    return this.attempt(phase, (other) => other.worker !== worker && other.task === task);
  }

  private *attempt(phase: Phase, isWanted: (attempt: Attempt) => boolean): Steps<Attempt | null> {
    const { facts } = this.world;
    const find = (): Attempt | undefined =>
      facts.map((fact) => this.attemptOf(fact, phase)).find((each) => each && isWanted(each)) ??
      undefined;
    yield* until(() => this.world.isDone || find() !== undefined, PATIENCE_MS);
    return find() ?? null;
  }

  private attemptOf(fact: JobFact, phase: Phase): Attempt | null {
    if (fact.kind === 'map-started' && phase === 'map') {
      return { worker: this.numberOf(fact.worker), task: fact.file };
    }
    if (fact.kind === 'reduce-started' && phase === 'reduce') {
      return { worker: this.numberOf(fact.worker), task: String(fact.task) };
    }
    return null;
  }

  private numberOf(name: string): number {
    return this.world.sim.processes.findIndex((process) => process.name === name);
  }
}
