/** Lab 6: your consumer. The handout is labs/queue/README.md. */
import type { ConsumerOptions, Node, Peer, Work } from 'splitbrain/queue';
import type { BrokerRpc } from './protocol.ts';

/** Handles messages from its start to its crash. A restart makes a new one, which knows nothing. */
export default class MyConsumer {
  /** The consumer's name, by which the broker can reach it. */
  readonly node: Node<unknown>;

  /** The broker, by its RPCs. */
  readonly broker: Peer<BrokerRpc>;

  /** What is to be done with each message: `await this.work.handle({ id, body, redelivered })`. */
  readonly work: Work;

  /** `prefetch`: how many messages may be with this consumer at once. */
  readonly options: ConsumerOptions;

  constructor(node: Node<unknown>, broker: string, work: Work, options: ConsumerOptions) {
    this.node = node;
    this.broker = node.to<BrokerRpc>(broker);
    this.work = work;
    this.options = options;

    // Your code here (6A): get messages, handle them, and say so when they are handled.
  }
}
