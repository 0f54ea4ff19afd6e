import ShardServer from 'submission:shard-server';
import type { ShardServerOptions } from '../api.ts';
import type { ProgramNode } from '../../program-node.ts';

/** A server of a shard group: the student's own. */
export default class ShardServerProgram {
  private readonly server: object;

  constructor(node: ProgramNode<ShardServerOptions>) {
    this.server = new ShardServer(node, node.options);
    node.serve(this.server);
  }
}
