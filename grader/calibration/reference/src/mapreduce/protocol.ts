/** What workers and the coordinator say to each other. */

/** Work for one worker, or what to do while there is none. */
export type Assignment =
  | { readonly kind: 'map'; readonly task: number; readonly file: string; readonly reduceTasks: number }
  | { readonly kind: 'reduce'; readonly task: number; readonly mapTasks: number }
  /** Nothing to do now, but the job is not finished: ask again. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'exit' };

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
