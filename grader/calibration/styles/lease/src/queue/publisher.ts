import { sleep, type Node, type Peer, type Publisher } from 'splitbrain/queue';
import type { BrokerRpc } from './rpc.ts';

/** Publishes one message after another, in the order in which it was asked to. */
export default class LinePublisher implements Publisher {
  private readonly node: Node<unknown>;
  private readonly broker: Peer<BrokerRpc>;
  private readonly start = Math.random();
  private count = 0;
  private line: Promise<void> = Promise.resolve();

  constructor(node: Node<unknown>, broker: string) {
    this.node = node;
    this.broker = node.to<BrokerRpc>(broker);
  }

  publish(body: string): Promise<void> {
    const id = `${this.node.name} ${this.start} ${this.count++}`;
    this.line = this.line.then(() => this.put(id, body));
    return this.line;
  }

  private async put(id: string, body: string): Promise<void> {
    let isThere = false;
    while (!isThere) {
      isThere = (await this.broker.put({ id, body }))?.ok === true;
      if (!isThere) await sleep(120);
    }
  }
}
