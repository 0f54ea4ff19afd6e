import { sleep, type Clerk, type GuardedReply } from 'splitbrain/kvserver';
import type { GuardedResult, LeaseLock } from 'splitbrain/kvserver';

/** The lock's key: who holds it, for how long at the most, and how many held it so far. */
interface Lease {
  readonly holder: string | null;
  readonly forMs: number;
  readonly token: number;
}

interface Guarded {
  readonly value: string;
  readonly token: number;
}

/** Clocks run up to 10% fast or slow, so one that waits counts a quarter more than the holder may. */
const MARGIN = 1.25;
const FREE: Lease = { holder: null, forMs: 0, token: 0 };

/** The holder writes how long it may hold the lock; who waits measures that by its own clock. */
export default class WrittenLeaseLock implements LeaseLock {
  readonly #clerk: Clerk;
  readonly #key: string;
  readonly #leaseMs: number;
  readonly #me = String(Math.random());
  #lease = FREE;
  /** By this client's own clock. */
  #endMs = 0;

  constructor(clerk: Clerk, name: string, leaseMs: number) {
    this.#clerk = clerk;
    this.#key = name;
    this.#leaseMs = leaseMs;
  }

  async acquire(): Promise<number> {
    let watched = FREE;
    let overMs = 0;
    for (;;) {
      const { lease, version } = await this.#read();
      if (lease.token !== watched.token) overMs = performance.now() + MARGIN * lease.forMs;
      watched = lease;
      const left = lease.holder === null ? 0 : overMs - performance.now();
      if (left <= 0) {
        const mine = { holder: this.#me, forMs: this.#leaseMs, token: lease.token + 1 };
        this.#endMs = performance.now() + this.#leaseMs;
        if (await this.#replace(version, mine)) {
          this.#lease = mine;
          return mine.token;
        }
      }
      await sleep(Math.min(Math.max(left, 5), 50));
    }
  }

  async release(): Promise<void> {
    const { token } = this.#lease;
    for (;;) {
      const { lease, version } = await this.#read();
      if (lease.token !== token || lease.holder === null) return;
      await this.#replace(version, { ...lease, holder: null });
    }
  }

  async write(key: string, value: string): Promise<GuardedResult> {
    const { token } = this.#lease;
    for (;;) {
      const reply = await this.#clerk.get(key);
      const version = reply.err === 'OK' ? reply.version : 0;
      const old = reply.err === 'OK' ? (JSON.parse(reply.value) as Guarded) : undefined;
      if (old !== undefined && old.token > token) return { err: 'ErrFenced' };
      if (performance.now() >= this.#endMs) return { err: 'ErrFenced' };
      const { err } = await this.#clerk.put(key, JSON.stringify({ value, token }), version);
      if (err === 'OK') return { err };
    }
  }

  async read(key: string): Promise<GuardedReply> {
    const reply = await this.#clerk.get(key);
    if (reply.err !== 'OK') return reply;
    const { value, token } = JSON.parse(reply.value) as Guarded;
    return { err: 'OK', value, token };
  }

  async #read(): Promise<{ lease: Lease; version: number }> {
    const reply = await this.#clerk.get(this.#key);
    if (reply.err === 'OK') {
      return { lease: JSON.parse(reply.value) as Lease, version: reply.version };
    }
    return { lease: FREE, version: 0 };
  }

  async #replace(version: number, lease: Lease): Promise<boolean> {
    const { err } = await this.#clerk.put(this.#key, JSON.stringify(lease), version);
    if (err !== 'ErrMaybe') return err === 'OK';
    const now = await this.#read();
    return now.version === version + 1 && now.lease.holder === lease.holder;
  }
}
