import Clerk from 'submission:kvraft-clerk';
import type { GetResult, PutResult } from '../api.ts';
import type { ProgramNode } from '../../program-node.ts';

/** A client's machine: one clerk of the student's. */
export default class ClerkProgram {
  private readonly clerk: Clerk;

  constructor(node: ProgramNode<{ readonly servers: readonly string[] }>) {
    this.clerk = new Clerk(node, node.options.servers);
  }

  get(key: string): Promise<GetResult> {
    return this.clerk.get(key);
  }

  put(key: string, value: string, version: number): Promise<PutResult> {
    return this.clerk.put(key, value, version);
  }
}
