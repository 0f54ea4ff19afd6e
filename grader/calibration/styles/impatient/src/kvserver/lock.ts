import { sleep, type Clerk, type Lock } from 'splitbrain/kvserver';

type Queue = readonly string[];

/** Clients stand in line: the key holds their names, and the first one holds the lock. */
export default class QueueLock implements Lock {
  readonly #clerk: Clerk;
  readonly #key: string;
  readonly #me = String(Math.random());

  constructor(clerk: Clerk, name: string) {
    this.#clerk = clerk;
    this.#key = name;
  }

  async acquire(): Promise<void> {
    await this.#change((queue) => (queue.includes(this.#me) ? queue : [...queue, this.#me]));
    for (;;) {
      const { queue } = await this.#read();
      if (queue[0] === this.#me) return;
      await sleep(10);
    }
  }

  async release(): Promise<void> {
    await this.#change((queue) =>
      queue.includes(this.#me) ? queue.filter((name) => name !== this.#me) : queue,
    );
  }

  /** Puts what `next` makes of the queue, until it makes nothing new of it. */
  async #change(next: (queue: Queue) => Queue): Promise<void> {
    for (;;) {
      const { queue, version } = await this.#read();
      const changed = next(queue);
      if (changed === queue) return;
      const { err } = await this.#clerk.put(this.#key, JSON.stringify(changed), version);
      if (err === 'OK') return;
    }
  }

  async #read(): Promise<{ queue: Queue; version: number }> {
    const reply = await this.#clerk.get(this.#key);
    if (reply.err === 'ErrNoKey') return { queue: [], version: 0 };
    return { queue: JSON.parse(reply.value) as Queue, version: reply.version };
  }
}
