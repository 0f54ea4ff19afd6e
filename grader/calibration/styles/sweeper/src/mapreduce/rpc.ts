export type TaskKind = 'map' | 'reduce';

export interface GetTaskReply {
  readonly kind: TaskKind | 'sleep' | 'quit';
  readonly id: number;
  readonly fileNames: readonly string[];
  readonly nReduce: number;
}

export interface MrRpc {
  getTask(args: { readonly worker: string }): GetTaskReply;
  taskDone(args: { readonly kind: TaskKind; readonly id: number }): { readonly isNews: boolean };
}
