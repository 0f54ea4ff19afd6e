import StudentClerk from 'submission:clerk';
import StudentLock from 'submission:lock';
import type { Clerk, Lock } from '../api.ts';
import type { ClientNode } from './client-node.ts';

/** A client that takes and gives up locks as it is told. */
export default class LockProgram {
  private readonly clerk: Clerk;
  private readonly locks = new Map<string, Lock>();

  constructor(node: ClientNode) {
    this.clerk = new StudentClerk(node, node.options.server);
  }

  acquire(name: string): Promise<void> {
    return this.lock(name).acquire();
  }

  release(name: string): Promise<void> {
    return this.lock(name).release();
  }

  private lock(name: string): Lock {
    const lock = this.locks.get(name) ?? new StudentLock(this.clerk, name);
    this.locks.set(name, lock);
    return lock;
  }
}
