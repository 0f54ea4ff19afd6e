import Controller from 'submission:controller';
import type { ControllerOptions } from '../api.ts';
import type { ProgramNode } from './program-node.ts';

/** One of the shard controllers: the student's own, called by whatever else of theirs knows its RPCs. */
export default class ControllerProgram {
  constructor(node: ProgramNode<ControllerOptions>) {
    node.serve(new Controller(node, node.options));
  }
}
