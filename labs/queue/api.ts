/** Lab 6, the message queue: everything that a student's broker, publisher and consumer import. */
export { sleep, type Json, type Peer, type Store, type StoreNode as Node } from '../node.ts';

/** A message as it is handed to a consumer. */
export interface Delivery {
  /**
   * What the message is known by outside: of several handlings with one id the first takes effect, and
   * the others change nothing. Two messages have two ids.
   */
  readonly id: string;
  /** What was published, unchanged. */
  readonly body: string;
  /** False when no consumer can have begun to handle this message before. */
  readonly redelivered: boolean;
}

/** What a consumer does with a message. */
export interface Work {
  /**
   * Takes virtual time, and records its effect outside under the delivery's id. `done`: the effect is
   * there for good. `failed`: nothing was done, and another try is due.
   */
  handle(delivery: Delivery): Promise<'done' | 'failed'>;
}

/** What the tests ask of a publisher. */
export interface Publisher {
  /**
   * Resolves when the broker has the message for good, and not before. It may be called again while
   * earlier calls go on.
   */
  publish(body: string): Promise<void>;
}

/** What the tests ask of a broker, besides the RPC handlers that publishers and consumers call. */
export interface Broker {
  /** The bodies of the messages that were handed out too often, in any order. */
  deadLetters(): readonly string[];
}

/** What a broker is started with. */
export interface BrokerOptions {
  /** So many times a message is handed out at most: when the last one comes to nothing, it is a dead letter. */
  readonly deliveriesMax: number;
}

/** What a consumer is started with. */
export interface ConsumerOptions {
  /** So many messages at most are with the consumer, handed out and not acknowledged. */
  readonly prefetch: number;
}
