import { sleep, type Node, type Peer, type Publisher } from 'splitbrain/queue';

interface BrokerRpc {
  publish(args: { readonly id: string; readonly body: string }): null;
}

/** Sends a message until the broker answers, and numbers what it sends. */
export default class NumbersItsSends implements Publisher {
  private readonly broker: Peer<BrokerRpc>;
  private readonly life = Math.random().toString(36).slice(2);
  private sent = 0;

  constructor(node: Node<unknown>, broker: string) {
    this.broker = node.to<BrokerRpc>(broker);
  }

  async publish(body: string): Promise<void> {
    for (;;) {
      const id = `${this.life}-${this.sent++}`;
      if ((await this.broker.publish({ id, body })) !== undefined) return;
      await sleep(100);
    }
  }
}
