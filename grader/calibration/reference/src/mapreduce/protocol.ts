/** What workers and the coordinator say to each other. */

export interface MapTask {
  readonly kind: 'map';
  readonly task: number;
  readonly file: string;
  readonly reduceTasks: number;
}

export interface ReduceTask {
  readonly kind: 'reduce';
  readonly task: number;
  readonly mapTasks: number;
}

/** What a free worker is to do: `wait` when there is nothing now, but the job is not finished. */
export type Assignment =
  MapTask | ReduceTask | { readonly kind: 'wait' } | { readonly kind: 'exit' };

export interface TaskReport {
  readonly kind: 'map' | 'reduce';
  readonly task: number;
}

export interface CoordinatorRpc {
  /** A worker is free. */
  requestTask(args: Record<string, never>): Assignment;
  /** The files that a task leaves are in place under their final names. */
  reportDone(report: TaskReport): null;
}

/** Name of the file in which a map task leaves its pairs for a reduce task. */
export function intermediateName(mapTask: number, reduceTask: number): string {
  return `mr-${mapTask}-${reduceTask}`;
}
