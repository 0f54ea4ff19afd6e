/** Lab 5: how an administrator talks to your controllers. The handout is labs/shardkv/README.md. */
import type { Admin, Config, Groups, Node } from 'splitbrain/shardkv';

/** An administrator. Several may be at work at the same time. */
export default class MyAdmin implements Admin {
  readonly node: Node<object>;
  /** The names of the controllers: `node.to<ControllerRpc>(name)` is how to reach one. */
  readonly controllers: readonly string[];

  constructor(node: Node<object>, controllers: readonly string[]) {
    this.node = node;
    this.controllers = controllers;
  }

  /** Adds groups. Takes effect exactly once, whatever becomes of the messages, then resolves. */
  join(_groups: Groups): Promise<void> {
    throw new Error('not implemented: join (labs/shardkv/README.md, Part 5A)');
  }

  /** Takes groups away. Takes effect exactly once, then resolves. */
  leave(_gids: readonly number[]): Promise<void> {
    throw new Error('not implemented: leave (labs/shardkv/README.md, Part 5A)');
  }

  /** Gives a shard to a group. Takes effect exactly once, then resolves. */
  move(_shard: number, _gid: number): Promise<void> {
    throw new Error('not implemented: move (labs/shardkv/README.md, Part 5A)');
  }

  /** Configuration `num`; the newest for -1 and for numbers that are not decided yet. */
  query(_num: number): Promise<Config> {
    throw new Error('not implemented: query (labs/shardkv/README.md, Part 5A)');
  }
}
