import ShardClerk from 'submission:shard-clerk';
import type { Clerk, GetResult, PutResult } from '../api.ts';
import type { ProgramNode } from '../../program-node.ts';
import type { ClientOptions } from './client-options.ts';

/** A client's machine: one clerk of the whole store. */
export default class ShardClerkProgram implements Clerk {
  private readonly clerk: ShardClerk;

  constructor(node: ProgramNode<ClientOptions>) {
    this.clerk = new ShardClerk(node, node.options.controllers);
  }

  get(key: string): Promise<GetResult> {
    return this.clerk.get(key);
  }

  put(key: string, value: string, version: number): Promise<PutResult> {
    return this.clerk.put(key, value, version);
  }
}
