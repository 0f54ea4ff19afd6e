/** Lab 2: your lock, built on the clerk alone. See labs/kvserver/README.md. */
import type { Clerk, Lock } from 'splitbrain/kvserver';

/** One client's handle of the lock `name`. Other clients have handles of their own. */
export default class MyLock implements Lock {
  /** The way to the key/value server: a lock has no other. */
  readonly clerk: Clerk;
  /** The lock's name, which may serve as its key. */
  readonly name: string;

  // Your fields here (2B): something that tells this client from all others.

  constructor(clerk: Clerk, name: string) {
    this.clerk = clerk;
    this.name = name;
  }

  /** Resolves when this client holds the lock, and no other one does. */
  acquire(): Promise<void> {
    throw new Error('not implemented: acquire of the lock (labs/kvserver/README.md, Part 2B)');
  }

  /** Gives the lock up; called by its holder. */
  release(): Promise<void> {
    throw new Error('not implemented: release of the lock (labs/kvserver/README.md, Part 2B)');
  }
}
