import StudentClerk from 'submission:clerk';
import type { Clerk, GetReply, PutResult } from '../api.ts';
import type { ClientNode } from './client-node.ts';

/** A client that uses the store as it is told. */
export default class ClerkProgram {
  private readonly clerk: Clerk;

  constructor(node: ClientNode) {
    this.clerk = new StudentClerk(node, node.options.server);
  }

  get(key: string): Promise<GetReply> {
    return this.clerk.get(key);
  }

  put(key: string, value: string, version: number): Promise<PutResult> {
    return this.clerk.put(key, value, version);
  }
}
