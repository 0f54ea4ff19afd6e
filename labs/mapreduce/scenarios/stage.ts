import { PLAIN_SIGHT } from '../../../harness/adversary/message.ts';
import { Stage as AnyStage } from '../../../harness/adversary/stage.ts';
import { DEVICE, numberOf } from '../../../harness/vocabulary/role.ts';
import { until, type Steps } from '../../../harness/vocabulary/script.ts';
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

/** What an adversary of a job sees and does: it knows attempts at tasks, and file changes under way. */
export class Stage extends AnyStage {
  readonly world: JobWorld;
  private readonly files: number;

  constructor(world: JobWorld) {
    const { sim } = world;
    super(sim, { all: sim.processes.map((_, process) => process), sight: PLAIN_SIGHT });
    this.world = world;
    this.files = numberOf(sim.processes, DEVICE);
  }

  /** Calls this when a worker has sent a request that changes a file; true crashes the worker there. */
  onChange(act: (worker: number, method: string, args: string) => boolean): void {
    this.kill((worker, effect) => {
      if (effect.kind !== 'send' || effect.to !== this.files) return false;
      const { method, args } = effect;
      return method !== 'read' && method !== 'list' && act(worker, method, args);
    });
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
    const { world } = this;
    const worker = world.workers.find((each) => world.nameOf(each) === name) ?? -1;
    return { worker, task };
  }
}
