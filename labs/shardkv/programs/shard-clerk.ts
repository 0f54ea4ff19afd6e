import ShardClerk from 'submission:shard-clerk';
import type { Clerk, GetReply, PutReply } from '../api.ts';
import type { ClientOptions, ProgramNode } from './program-node.ts';

/** A client's machine: one clerk of the whole store. */
export default class ShardClerkProgram implements Clerk {
  private readonly clerk: ShardClerk;

  constructor(node: ProgramNode<ClientOptions>) {
    this.clerk = new ShardClerk(node, node.options.controllers);
  }

  get(key: string): Promise<GetReply> {
    return this.clerk.get(key);
  }

  put(key: string, value: string, version: number): Promise<PutReply> {
    return this.clerk.put(key, value, version);
  }
}
