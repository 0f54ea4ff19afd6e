import {
  sleep,
  type ConsumerOptions,
  type Delivery,
  type Node,
  type Peer,
  type Work,
} from 'splitbrain/queue';
import type { BrokerRpc, Session, Ticket } from './protocol.ts';

const SUBSCRIBE_MS = 500;
const RESEND_MS = 100;

/** Handles what the broker pushes, and says so until the broker has heard it. */
export default class MyConsumer {
  private readonly broker: Peer<BrokerRpc>;
  private readonly work: Work;
  private readonly session: Session;
  /** The deliveries that have come, as the broker repeats those that it is in doubt of. */
  private readonly seen = new Set<string>();

  constructor(node: Node<unknown>, broker: string, work: Work, { prefetch }: ConsumerOptions) {
    this.broker = node.to<BrokerRpc>(broker);
    this.work = work;
    this.session = { consumer: node.name, session: Math.random().toString(36).slice(2) };
    void this.staySubscribed(prefetch);
  }

  deliver({
    session,
    message,
    attempt,
    delivery,
  }: { readonly session: string; readonly delivery: Delivery } & Ticket): boolean {
    if (session !== this.session.session) return false;
    const key = `${message} ${attempt}`;
    if (!this.seen.has(key)) {
      this.seen.add(key);
      void this.handle({ message, attempt }, delivery);
    }
    return true;
  }

  private async staySubscribed(prefetch: number): Promise<void> {
    for (;;) {
      void this.broker.subscribe({ ...this.session, prefetch });
      await sleep(SUBSCRIBE_MS);
    }
  }

  private async handle(ticket: Ticket, delivery: Delivery): Promise<void> {
    const outcome = await this.work.handle(delivery);
    while ((await this.broker.settle({ ...this.session, ...ticket, outcome })) === undefined) {
      await sleep(RESEND_MS);
    }
  }
}
