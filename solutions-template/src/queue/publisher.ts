/** Lab 6: your publisher. The handout is labs/queue/README.md. */
import type { Node, Peer, Publisher } from 'splitbrain/queue';
import type { BrokerRpc } from './protocol.ts';

/** Publishes messages. A crash ends the object; a restart makes a new one. */
export default class MyPublisher implements Publisher {
  /** The publisher's name, and its log of the run. */
  readonly node: Node<unknown>;

  /** The broker, by its RPCs. */
  readonly broker: Peer<BrokerRpc>;

  constructor(node: Node<unknown>, broker: string) {
    this.node = node;
    this.broker = node.to<BrokerRpc>(broker);
  }

  /** Resolves when the broker has the message for good. */
  async publish(_body: string): Promise<void> {
    // Your code here (6A): send it. (6B): until the broker has said that it has it. (6D): under an id.
    throw new Error('not implemented: publish (labs/queue/README.md, Part 6A)');
  }
}
