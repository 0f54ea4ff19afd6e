import ShardServer from 'submission:shard-server';
import type { ShardServerOptions } from '../api.ts';
import type { ProgramNode } from './program-node.ts';

/** A server of a shard group: the student's own. */
export default class ShardServerProgram {
  constructor(node: ProgramNode<ShardServerOptions>) {
    node.serve(new ShardServer(node, node.options));
  }
}
