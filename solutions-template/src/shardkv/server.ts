/**
 * Lab 5: your shard server. The handout is labs/shardkv/README.md.
 *
 * The servers of one group agree through your replicated state machine of Lab 4. Who calls them is
 * your clerk, and your controllers or other groups when a shard moves: the RPCs are yours to invent.
 */
import type { Node, ShardServerOptions } from 'splitbrain/shardkv';
import type { RaftRpc } from '../raft/raft.ts';

/** The RPCs that a shard server offers: a name, what goes in, what comes back. All of it travels as JSON. */
export interface ShardServerRpc {
  /** An example; put your own in its place (5B). */
  get(args: { readonly key: string }): { readonly err: 'ErrWrongGroup' };
}

/** One server of a shard group. A crash ends the object; a restart makes a new one on the same disk. */
export default class MyShardServer {
  readonly node: Node<RaftRpc>;
  /** The number of this server's group, the controllers' names, and when to take snapshots. */
  readonly options: ShardServerOptions;

  // Your fields here (5B): the replicated state machine, and the shards that are here.

  /** Runs at every start of the server, also before its group has joined and after it has left. */
  constructor(node: Node<RaftRpc>, options: ShardServerOptions) {
    this.node = node;
    this.options = options;

    // Your code here (5B): `import Rsm from '../kvraft/rsm.ts'` and begin with `new Rsm(node, ...)`.
  }

  /** An example of a handler; put your own in its place. */
  get(_args: { readonly key: string }): { readonly err: 'ErrWrongGroup' } {
    throw new Error('not implemented: get (labs/shardkv/README.md, Part 5B)');
  }
}
