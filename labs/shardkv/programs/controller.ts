import Controller from 'submission:controller';
import type { ControllerOptions } from '../api.ts';
import type { ProgramNode } from '../../program-node.ts';

/** One of the shard controllers: the student's own, called by whatever else of theirs knows its RPCs. */
export default class ControllerProgram {
  private readonly controller: object;

  constructor(node: ProgramNode<ControllerOptions>) {
    this.controller = new Controller(node, node.options);
    node.serve(this.controller);
  }
}
