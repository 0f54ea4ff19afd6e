import { sleep, type Node, type Peer, type Publisher } from 'splitbrain/queue';
import type { QueueRpc } from './rpc.ts';

/** Sends a message until the broker answers. */
export default class SendsUntilAnswered implements Publisher {
  private readonly broker: Peer<QueueRpc>;
  private readonly life = Math.random().toString(36).slice(2);
  private published = 0;

  constructor(node: Node<unknown>, broker: string) {
    this.broker = node.to<QueueRpc>(broker);
  }

  async publish(body: string): Promise<void> {
    const id = `${this.life}-${this.published++}`;
    while ((await this.broker.publish({ id, body })) === undefined) await sleep(100);
  }
}
