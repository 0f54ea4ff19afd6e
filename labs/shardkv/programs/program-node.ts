import type { Node } from '../../node.ts';

/** A program's node, which also has what the scenario starts the program with. */
export interface ProgramNode<Options> extends Node<never> {
  readonly options: Options;
}

/** What the programs of clients and admins are started with. */
export interface ClientOptions {
  /** The names of the shard controllers. */
  readonly controllers: readonly string[];
}
