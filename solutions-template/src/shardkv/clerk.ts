/** Lab 5: a client of the whole sharded store. The handout is labs/shardkv/README.md. */
import type { Clerk, GetResult, Node, PutResult } from 'splitbrain/shardkv';

/** A client. It asks the controllers which group serves a key, and that group for the key. */
export default class MyClerk implements Clerk {
  readonly node: Node<object>;
  /** The names of the controllers. */
  readonly controllers: readonly string[];

  constructor(node: Node<object>, controllers: readonly string[]) {
    this.node = node;
    this.controllers = controllers;
  }

  /** The key's value and version. Goes on until the group that serves the key has answered. */
  get(_key: string): Promise<GetResult> {
    throw new Error('not implemented: get (labs/shardkv/README.md, Part 5B)');
  }

  /**
   * Writes if the key's version is `version`. Goes on until the group that serves the key has
   * answered. ErrVersion must mean that this put had no effect; if that is not sure, say ErrMaybe.
   */
  put(_key: string, _value: string, _version: number): Promise<PutResult> {
    throw new Error('not implemented: put (labs/shardkv/README.md, Part 5B)');
  }
}
