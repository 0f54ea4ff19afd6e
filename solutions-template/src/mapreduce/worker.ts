/**
 * Lab 1: your worker. The handout is labs/mapreduce/README.md.
 *
 * The constructor's parameters and `run` are what the tests rely on. Everything else is yours.
 */
import type { App, Files, Node, Peer, Worker } from 'splitbrain/mapreduce';
import type { CoordinatorRpc } from './protocol.ts';

/** One worker. A crash ends the object; a restart makes a new one, which knows nothing. */
export default class MyWorker implements Worker {
  /** The worker's name and its log of the run. */
  readonly node: Node<unknown>;

  /** The coordinator, by its RPCs. */
  readonly coordinator: Peer<CoordinatorRpc>;

  /** The files that all workers share: input, intermediate files and output. */
  readonly files: Files;

  /** What the job computes: `map` and `reduce`. */
  readonly app: App;

  constructor(node: Node<unknown>, coordinator: string, files: Files, app: App) {
    this.node = node;
    this.coordinator = node.to<CoordinatorRpc>(coordinator);
    this.files = files;
    this.app = app;
  }

  /** Does tasks until the job is finished. When the promise is fulfilled, this process ends. */
  async run(): Promise<void> {
    // Your code here (1A): ask for a task, do it, say that it is finished, ask again.
    // Your code here (1B): wait while there is no task; stop when the job is finished.
    throw new Error('not implemented: run (labs/mapreduce/README.md, Part 1A)');
  }
}
