import type { Node } from './node.ts';

/** A program's node, which also has what the scenario starts the program with. */
export interface ProgramNode<Options> extends Node<never> {
  readonly options: Options;
}
