/**
 * Lab 1: what your workers and your coordinator say to each other. All of it is yours to design; the
 * tests never look at it. Arguments and replies travel as JSON.
 */

/** What the coordinator answers a worker that asks for a task. */
export interface AskForTaskReply {
  // Your fields here (1A): a map task and what it takes to do it; a reduce task and what it takes; that
  // there is nothing to do for now; that the job is finished.
}

/**
 * The RPCs that the coordinator offers: a name, what goes in, what comes back. A worker calls one as
 * `await this.coordinator.askForTask({})`; the answer is `undefined` when the request or the reply was
 * lost, and when the coordinator is gone.
 */
export interface CoordinatorRpc {
  askForTask(args: Record<string, never>): AskForTaskReply;
  // Your RPCs here (1A): at least one more, by which a worker says that a task is finished.
}
