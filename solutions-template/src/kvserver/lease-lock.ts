/** Lab 2: your lock with leases and fencing tokens. See labs/kvserver/README.md, Part 2D. */
import type { Clerk, GuardedReply, GuardedResult, LeaseLock } from 'splitbrain/kvserver';

/** One client's handle of the lock `name`. Other clients have handles of their own. */
export default class MyLeaseLock implements LeaseLock {
  /** The way to the key/value server: a lock has no other. */
  readonly clerk: Clerk;
  readonly name: string;
  /** How long a hold lasts, in milliseconds, unless it is released before. */
  readonly leaseMs: number;

  // Your fields here (2D): among them the fencing token of this client's last hold.

  constructor(clerk: Clerk, name: string, leaseMs: number) {
    this.clerk = clerk;
    this.name = name;
    this.leaseMs = leaseMs;
  }

  /**
   * Resolves when this client holds the lock, to a fencing token greater than that of every holder
   * before. Takes the lock over from a holder that did not release it within the lease.
   */
  acquire(): Promise<number> {
    throw new Error(
      'not implemented: acquire of the lease lock (labs/kvserver/README.md, Part 2D)',
    );
  }

  /** Gives the lock up if it is still this client's; another client's hold stays as it is. */
  release(): Promise<void> {
    throw new Error(
      'not implemented: release of the lease lock (labs/kvserver/README.md, Part 2D)',
    );
  }

  /**
   * Writes a guarded key under the token of the last `acquire`. `ErrFenced`, and nothing written,
   * when the key was written under a higher token, whatever this client believes that it holds.
   */
  write(_key: string, _value: string): Promise<GuardedResult> {
    throw new Error('not implemented: write of the lease lock (labs/kvserver/README.md, Part 2D)');
  }

  /** What a guarded key holds, and the token that it was written under. */
  read(_key: string): Promise<GuardedReply> {
    throw new Error('not implemented: read of the lease lock (labs/kvserver/README.md, Part 2D)');
  }
}
