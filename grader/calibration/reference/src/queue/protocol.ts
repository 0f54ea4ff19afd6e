import type { Delivery } from 'splitbrain/queue';

/** One handing out of one message: what a consumer settles. */
export interface Ticket {
  /** The message's number at the broker. */
  readonly message: number;
  /** How often it has been handed out, this time included. */
  readonly attempt: number;
}

/** A consumer from its start to its crash: what an earlier one was handed is not this one's. */
export interface Session {
  readonly consumer: string;
  readonly session: string;
}

export interface BrokerRpc {
  /** The message is on the broker's disk when this is answered. */
  publish(args: { readonly id: string; readonly body: string }): null;
  /** A consumer is there, and alive; it says so again and again. */
  subscribe(args: Session & { readonly prefetch: number }): null;
  /** A consumer is done with a message. */
  settle(args: Session & Ticket & { readonly outcome: 'done' | 'failed' }): null;
}

export interface ConsumerRpc {
  /** False when the session is over. */
  deliver(args: { readonly session: string; readonly delivery: Delivery } & Ticket): boolean;
}
