import { sleep, type Clerk, type Lock } from 'splitbrain/kvserver';

const POLL_MS = 20;
/** What the lock's key holds while nobody has the lock. */
const FREE = '';

/** A lock is a key that holds its holder's name. */
export default class SpinLock implements Lock {
  private readonly clerk: Clerk;
  private readonly key: string;
  private readonly me = `client-${Math.random().toString(36).slice(2)}`;
  /** The key's version while this client holds the lock. */
  private version = 0;

  constructor(clerk: Clerk, name: string) {
    this.clerk = clerk;
    this.key = name;
  }

  async acquire(): Promise<void> {
    for (;;) {
      const reply = await this.clerk.get(this.key);
      const [holder, version] = reply.err === 'OK' ? [reply.value, reply.version] : [FREE, 0];
      if (holder === FREE && (await this.take(version))) return;

      await sleep(POLL_MS);
    }
  }

  async release(): Promise<void> {
    // Nobody else writes the key of a lock that is held, so any answer means that it is free.
    await this.clerk.put(this.key, FREE, this.version);
  }

  /** Puts this client's name where nobody's was; returns whether it is there. */
  private async take(version: number): Promise<boolean> {
    const { err } = await this.clerk.put(this.key, this.me, version);
    this.version = version + 1;
    if (err !== 'ErrMaybe') return err === 'OK';

    const reply = await this.clerk.get(this.key);
    return reply.err === 'OK' && reply.value === this.me;
  }
}
