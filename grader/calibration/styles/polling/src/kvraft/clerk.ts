/** A clerk that remembers no leader: it asks the servers in an order drawn anew for each operation. */
import { sleep, type Clerk, type GetResult, type KvRpc } from 'splitbrain/kvraft';
import type { Node, PutResult } from 'splitbrain/kvraft';

const PAUSE_MS = 10;

export default class RandomClerk implements Clerk {
  #node: Node<KvRpc>;
  #servers: readonly string[];

  constructor(node: Node<KvRpc>, servers: readonly string[]) {
    this.#node = node;
    this.#servers = servers;
  }

  async get(key: string): Promise<GetResult> {
    for (;;) {
      for (const name of this.#inRandomOrder()) {
        const reply = await this.#node.to<KvRpc>(name).get({ key });
        if (reply?.err === 'OK' || reply?.err === 'ErrNoKey') return reply;
      }
      await sleep(PAUSE_MS);
    }
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    let mayBeDone = false;
    for (;;) {
      for (const name of this.#inRandomOrder()) {
        const reply = await this.#node.to<KvRpc>(name).put({ key, value, version });
        if (reply?.err === 'OK' || reply?.err === 'ErrNoKey') return { err: reply.err };
        if (reply?.err === 'ErrVersion') return { err: mayBeDone ? 'ErrMaybe' : 'ErrVersion' };
        // ErrWrongLeader too: that server may have led when it took the put.
        mayBeDone = true;
      }
      await sleep(PAUSE_MS);
    }
  }

  #inRandomOrder(): string[] {
    const keyed = this.#servers.map((name) => ({ name, key: Math.random() }));
    return keyed.toSorted((a, b) => a.key - b.key).map(({ name }) => name);
  }
}
