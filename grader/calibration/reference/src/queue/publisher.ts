import { sleep, type Node, type Peer, type Publisher } from 'splitbrain/queue';
import type { BrokerRpc } from './protocol.ts';

const RESEND_MS = 100;

/** Sends a message until the broker says that it has it. */
export default class MyPublisher implements Publisher {
  private readonly broker: Peer<BrokerRpc>;
  /** This process since its last start: what it publishes must not look like what it published before. */
  private readonly life: string;
  private published = 0;

  constructor(node: Node<unknown>, broker: string) {
    this.broker = node.to<BrokerRpc>(broker);
    this.life = `${node.name}/${Math.random().toString(36).slice(2)}`;
  }

  async publish(body: string): Promise<void> {
    const id = `${this.life}/${this.published++}`;
    while ((await this.broker.publish({ id, body })) === undefined) await sleep(RESEND_MS);
  }
}
