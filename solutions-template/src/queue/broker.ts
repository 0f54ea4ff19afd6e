/**
 * Lab 6: your broker. The handout is labs/queue/README.md.
 *
 * The constructor's parameters and `deadLetters` are what the tests rely on. Everything else is yours: add
 * fields, private methods, RPCs and files beside this one as you see fit.
 */
import type { Broker, BrokerOptions, Node } from 'splitbrain/queue';
import type { BrokerRpc } from './protocol.ts';

/** Keeps messages until a consumer has handled them. A crash ends the object; a restart makes a new one on the same disk. */
export default class MyBroker implements Broker {
  /** The broker's name, its disk (`node.store`), and `node.to(name)` for everybody else. */
  readonly node: Node<BrokerRpc>;

  /** `deliveriesMax`: how often a message is handed out at most (6C). */
  readonly options: BrokerOptions;

  // Your fields here (6A): the messages that wait, and who has which message.

  /** Runs at every start, first start and restart alike. It must return soon. */
  constructor(node: Node<BrokerRpc>, options: BrokerOptions) {
    this.node = node;
    this.options = options;

    // Your code here (6B): begin from what is on the disk.
  }

  /** The bodies of the messages that were handed out too often. */
  deadLetters(): readonly string[] {
    // Your code here (6C).
    return [];
  }

  /** A publisher has a message. May be the second copy of one request. */
  publish(_args: { readonly body: string }): null {
    throw new Error('not implemented: publish of the broker (labs/queue/README.md, Part 6A)');
  }

  // Your RPC handlers here (6A).
}
