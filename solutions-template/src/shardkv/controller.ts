/**
 * Lab 5: your shard controller. The handout is labs/shardkv/README.md.
 *
 * Several of these run, and agree through your replicated state machine of Lab 4. Who calls them is
 * your admin (admin.ts), your clerk and your shard servers: the RPCs are yours to invent.
 */
import type { ControllerOptions, Node } from 'splitbrain/shardkv';
import type { RaftRpc } from '../raft/raft.ts';

/** The RPCs that a controller offers: a name, what goes in, what comes back. All of it travels as JSON. */
export interface ControllerRpc {
  /** An example; put your own in its place (5A). */
  query(args: { readonly num: number }): { readonly err: 'ErrWrongLeader' };
}

/** One shard controller. A crash ends the object; a restart makes a new one on the same disk. */
export default class MyController {
  readonly node: Node<RaftRpc>;
  readonly options: ControllerOptions;

  // Your fields here (5A): the replicated state machine, and the configurations that it decides.

  /** Runs at every start of the controller, first start and restart alike. */
  constructor(node: Node<RaftRpc>, options: ControllerOptions) {
    this.node = node;
    this.options = options;

    // Your code here (5A): `import Rsm from '../kvraft/rsm.ts'` and begin with `new Rsm(node, ...)`.
    // Your code here (5B), if your controllers push shards: what the leading one does of its own accord.
  }

  /** An example of a handler; put your own in its place. */
  query(_args: { readonly num: number }): { readonly err: 'ErrWrongLeader' } {
    throw new Error('not implemented: query (labs/shardkv/README.md, Part 5A)');
  }
}
