import { sleep, type Clerk, type GuardedReply } from 'splitbrain/kvserver';
import type { GuardedResult, LeaseLock } from 'splitbrain/kvserver';

const POLL_MS = 50;
/** What the lock's key holds while nobody has the lock. */
const FREE = '';

interface Holding {
  readonly holder: string;
  readonly version: number;
}

/** What a guarded key holds, as JSON text. */
interface Guarded {
  readonly token: number;
  readonly value: string;
}

/**
 * A lock is a key that holds its holder's name. Its version grows with each hold, which makes it the
 * fencing token, and no two clocks need to agree: a lease is over when the key has kept its version
 * for that long under the eyes of the client that waits.
 */
export default class VersionLeaseLock implements LeaseLock {
  private readonly clerk: Clerk;
  private readonly key: string;
  private readonly leaseMs: number;
  private readonly me = `client-${Math.random().toString(36).slice(2)}`;
  private token = 0;

  constructor(clerk: Clerk, name: string, leaseMs: number) {
    this.clerk = clerk;
    this.key = name;
    this.leaseMs = leaseMs;
  }

  async acquire(): Promise<number> {
    let seen = await this.look();
    let seenSinceMs = performance.now();
    for (;;) {
      const isOver = performance.now() - seenSinceMs >= this.leaseMs;
      if ((seen.holder === FREE || isOver) && (await this.take(seen.version))) return this.token;

      await sleep(POLL_MS);
      const now = await this.look();
      if (now.version !== seen.version) seenSinceMs = performance.now();
      seen = now;
    }
  }

  async release(): Promise<void> {
    // The version is that of this hold, so a hold that came after it is left alone.
    await this.clerk.put(this.key, FREE, this.token);
  }

  async write(key: string, value: string): Promise<GuardedResult> {
    const { token } = this;
    for (;;) {
      const reply = await this.clerk.get(key);
      if (reply.err === 'OK' && readGuarded(reply.value).token > token) return { err: 'ErrFenced' };

      // A write that slips in after this look changes the version, and this put is refused.
      const version = reply.err === 'OK' ? reply.version : 0;
      const { err } = await this.clerk.put(key, JSON.stringify({ token, value }), version);
      if (err === 'OK') return { err };
    }
  }

  async read(key: string): Promise<GuardedReply> {
    const reply = await this.clerk.get(key);
    return reply.err === 'OK' ? { err: 'OK', ...readGuarded(reply.value) } : reply;
  }

  private async look(): Promise<Holding> {
    const reply = await this.clerk.get(this.key);
    if (reply.err === 'OK') return { holder: reply.value, version: reply.version };
    return { holder: FREE, version: 0 };
  }

  /** Puts this client's name over version `version` of the key; returns whether it is there. */
  private async take(version: number): Promise<boolean> {
    const token = version + 1;
    const { err } = await this.clerk.put(this.key, this.me, version);
    if (err === 'ErrVersion' || err === 'ErrNoKey') return false;

    if (err === 'ErrMaybe') {
      const now = await this.look();
      if (now.holder !== this.me || now.version !== token) return false;
    }
    this.token = token;
    return true;
  }
}

function readGuarded(text: string): Guarded {
  return JSON.parse(text) as Guarded;
}
