import { sleep, type Clerk, type GetReply, type KvRpc, type Node } from 'splitbrain/kvserver';
import type { Peer, PutResult } from 'splitbrain/kvserver';

/** Waits longer after each failure, and not as long as the other clients do. */
class Backoff {
  private limitMs = 5;

  async pause(): Promise<void> {
    await sleep(1 + Math.random() * this.limitMs);
    this.limitMs = Math.min(2 * this.limitMs, 200);
  }
}

export default class BackoffClerk implements Clerk {
  private server: Peer<KvRpc>;

  constructor(node: Node<KvRpc>, server: string) {
    this.server = node.to<KvRpc>(server);
  }

  async get(key: string): Promise<GetReply> {
    const backoff = new Backoff();
    let reply = await this.server.get({ key });
    while (!reply) {
      await backoff.pause();
      reply = await this.server.get({ key });
    }
    return reply;
  }

  async put(key: string, value: string, version: number): Promise<PutResult> {
    const first = await this.server.put({ key, value, version });
    if (first) return first;
    const backoff = new Backoff();
    for (;;) {
      await backoff.pause();
      const reply = await this.server.put({ key, value, version });
      if (reply) return { err: reply.err === 'ErrVersion' ? 'ErrMaybe' : reply.err };
    }
  }
}
