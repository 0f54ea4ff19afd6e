import StudentClerk from 'submission:clerk';
import StudentLeaseLock from 'submission:lease-lock';
import type { GuardedReply, GuardedResult, LeaseLock } from '../api.ts';
import type { ClientNode } from './client-node.ts';

/** A client of one lease lock, which guards as many keys as there are. */
export default class LeaseLockProgram {
  private readonly lock: LeaseLock;

  constructor(node: ClientNode) {
    const clerk = new StudentClerk(node, node.options.server);
    this.lock = new StudentLeaseLock(clerk, 'lock', node.options.leaseMs);
  }

  acquire(): Promise<number> {
    return this.lock.acquire();
  }

  release(): Promise<void> {
    return this.lock.release();
  }

  write(key: string, value: string): Promise<GuardedResult> {
    return this.lock.write(key, value);
  }

  read(key: string): Promise<GuardedReply> {
    return this.lock.read(key);
  }
}
