/**
 * Lab 1: your coordinator. The handout is labs/mapreduce/README.md; "the paper" is the one by Dean
 * and Ghemawat (2004).
 *
 * The names, parameters and results of the methods below are what the tests call. Everything else
 * is yours: add fields, private methods, RPCs and files beside this one as you see fit. An underscore
 * before a name says that nothing uses it yet; take it away when you do.
 */
import type { Coordinator, Job, Node } from 'splitbrain/mapreduce';
import type { AskForTaskReply, CoordinatorRpc } from './protocol.ts';

/** Hands out the tasks of one job. A crash ends the object; a restart makes a new one on the same disk. */
export default class MyCoordinator implements Coordinator {
  /** The coordinator's name, its disk and its log of the run. */
  readonly node: Node<CoordinatorRpc>;

  /** The input files, one map task each, and the number of reduce tasks. */
  readonly job: Job;

  // Your fields here (1A): what you know of each task.

  /** Runs at every start, first start and restart alike. It must return soon. */
  constructor(node: Node<CoordinatorRpc>, job: Job) {
    this.node = node;
    this.job = job;

    // Your code here (1A): no task is handed out yet.
    // Your code here (1C): begin from what `node.persister.readState()` gives back, if anything.
  }

  /** Whether all output files are there. Asked once a second. */
  done(): boolean {
    throw new Error('not implemented: done (labs/mapreduce/README.md, Part 1A)');
  }

  /** A worker is free. May be the second copy of one request, or come from a worker that is dead by now. */
  askForTask(_args: Record<string, never>): AskForTaskReply {
    throw new Error('not implemented: askForTask (labs/mapreduce/README.md, Part 1A)');
  }

  // Your RPC handlers here (1A).
}
