/**
 * Lab 6: what your publishers, your broker and your consumers say to each other. All of it is yours to
 * design; the tests never look at it. Arguments and replies travel as JSON.
 */

/**
 * The RPCs that the broker offers: a name, what goes in, what comes back. A publisher or a consumer calls
 * one as `await this.broker.publish({ ... })`; the answer is `undefined` when the request or the reply was
 * lost, and when the broker is down.
 */
export interface BrokerRpc {
  publish(args: { readonly body: string }): null;
  // Your RPCs here (6A): how a consumer says that it is there, that it has handled a message, that it is alive.
}

/** The RPCs that a consumer offers the broker, where the broker pushes messages. */
export interface ConsumerRpc {
  // Your RPCs here (6A), if any.
}
