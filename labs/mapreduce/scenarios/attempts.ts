import type { Observer } from '../../../harness/sim/simulation.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import { outputName } from '../api.ts';
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
  onChange: (worker: number, method: string, args: string) => boolean = () => false;
  /** Whether to keep back a message that is about to arrive. */
  hold: (from: number, to: number, method: string, args: string) => boolean = () => false;
  readonly world: JobWorld;
  private readonly files: number;

  constructor(world: JobWorld) {
    this.world = world;
    this.files = world.sim.processes.findIndex(({ name }) => name === FILES);
    world.sim.observe(this);
  }

  effect(process: number, effect: Effect): boolean {
    if (effect.kind !== 'send' || effect.to !== this.files) return false;
    const { method, args } = effect;
    return method !== 'read' && method !== 'list' && this.onChange(process, method, args);
  }

  holds(from: number, to: number, method: string, _half: string, args: string): boolean {
    return this.hold(from, to, method, args);
  }

  pause(worker: number): void {
    this.world.sim.inject({ kind: 'pause', server: worker });
  }

  resume(worker: number): void {
    this.world.sim.inject({ kind: 'resume', server: worker });
  }

  /** Waits for an attempt of this phase, the first or a later one; null when it never comes. */
  first(phase: Phase, skip = 0): Steps<Attempt | null> {
    return this.await(() => this.attempts(phase)[skip]);
  }

  /** Waits for another worker's attempt at the same task; null when it never comes. */
  another(phase: Phase, { worker, task }: Attempt): Steps<Attempt | null> {
    return this.await(() =>
      this.attempts(phase).find((other) => other.worker !== worker && other.task === task),
    );
  }

  /** Waits for a later attempt at the same task, by whomever; null when it never comes. */
  again(phase: Phase, { worker, task }: Attempt): Steps<Attempt | null> {
    return this.await(() => {
      const attempts = this.attempts(phase).filter((each) => each.task === task);
      const first = attempts.findIndex((each) => each.worker === worker);
      return attempts[first + 1];
    });
  }

  private *await(find: () => Attempt | undefined): Steps<Attempt | null> {
    yield* until(() => this.world.isDone || find() !== undefined, PATIENCE_MS);
    return find() ?? null;
  }

  private attempts(phase: Phase): Attempt[] {
    const { world } = this;
    return phase === 'map'
      ? world.factsOf('map-started').map(({ worker, file }) => this.attempt(worker, file))
      : world
          .factsOf('reduce-started')
          .map(({ worker, task }) => this.attempt(worker, String(task)));
  }

  private attempt(name: string, task: string): Attempt {
    const worker = this.world.sim.processes.findIndex((process) => process.name === name);
    return { worker, task };
  }
}

/** A beginning of work on a task, as a failure's text names it. */
interface Beginning {
  readonly atUs: number;
  readonly worker: string;
  readonly task: string;
}

/** The map task of a file, in words; a reduce task is called by its output's name. */
export function mapTask(file: string): string {
  return `the map of ${file}`;
}

/** Every attempt so far: maps in their order, then reduces. An attempt at a reduce begins with its first key. */
export function attemptsOf(world: JobWorld): Beginning[] {
  const firstKeys = new Map<string, string>();
  const reduces = world.factsOf('reduce-started').filter(({ worker, task, key }) => {
    const id = `${worker} ${task}`;
    if (!firstKeys.has(id)) firstKeys.set(id, key);
    return firstKeys.get(id) === key;
  });
  return [
    ...world
      .factsOf('map-started')
      .map(({ atUs, worker, file }) => ({ atUs, worker, task: mapTask(file) })),
    ...reduces.map(({ atUs, worker, task }) => ({ atUs, worker, task: outputName(task) })),
  ];
}
