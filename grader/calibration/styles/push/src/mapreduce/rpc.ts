/** The coordinator calls its workers: a task is one call, which returns when it is done. */
export interface Order {
  readonly phase: 'map' | 'reduce';
  readonly index: number;
  readonly files: readonly string[];
  readonly reduceTasks: number;
}

export interface WorkerRpc {
  perform(order: Order): Promise<boolean>;
}

export interface CoordinatorRpc {
  /** A worker tells that it lives, again and again, and hears whether all is done. */
  hello(args: { readonly name: string }): { readonly allDone: boolean };
}
