/** A worker that has not reported a task for so long is taken for dead. */
const PATIENCE_MS = 10_000;

/** The tasks of one phase: which are finished, and which somebody works on. */
export class TaskList {
  /** Whether each task is finished. */
  readonly finished: boolean[];
  /** When each task was last handed out; undefined for one that waits for a worker. */
  private readonly handedOutAtMs: (number | undefined)[];

  constructor(count: number, finished: readonly boolean[] = []) {
    this.finished = Array.from({ length: count }, (_, task) => finished[task] ?? false);
    this.handedOutAtMs = this.finished.map(() => undefined);
  }

  get isFinished(): boolean {
    return this.finished.every((isFinished) => isFinished);
  }

  /** A task that nobody works on, now taken to be worked on; undefined while there is none. */
  take(): number | undefined {
    const nowMs = Date.now();
    const task = this.finished.findIndex((isFinished, each) => {
      if (isFinished) return false;
      const sinceMs = this.handedOutAtMs[each];
      return sinceMs === undefined || nowMs - sinceMs >= PATIENCE_MS;
    });
    if (task < 0) return undefined;
    this.handedOutAtMs[task] = nowMs;
    return task;
  }

  /** Marks a task as finished, however often and by however many workers that is said. */
  finish(task: number): void {
    this.finished[task] = true;
  }
}
