import { sleep, type Broker, type BrokerOptions, type Node } from 'splitbrain/queue';
import { MessageStore } from './message-store.ts';
import type { BrokerRpc, ConsumerRpc, Session, Ticket } from './protocol.ts';

/** A consumer that has said nothing for so long is dead, or as good as dead. */
const SILENCE_MS = 1_500;
const LOOK_MS = 250;
const RESEND_MS = 50;

interface Subscription extends Session {
  readonly prefetch: number;
  heardAtMs: number;
  /** Messages that were handed out to it and not settled, with their attempts. */
  readonly inHand: Map<number, number>;
}

/** Pushes messages to consumers that have room, and takes them back from those that fall silent. */
export default class MyBroker implements Broker {
  private readonly node: Node<BrokerRpc>;
  private readonly deliveriesMax: number;
  private readonly messages: MessageStore;
  /** Numbers of the messages that are in nobody's hand, the oldest first. */
  private ready: number[];
  private readonly subscriptions = new Map<string, Subscription>();

  constructor(node: Node<BrokerRpc>, { deliveriesMax }: BrokerOptions) {
    this.node = node;
    this.deliveriesMax = deliveriesMax;
    this.messages = new MessageStore(node.store);
    this.ready = this.messages.numbers;
    setInterval(() => this.dropSilent(), LOOK_MS);
  }

  deadLetters(): readonly string[] {
    return this.messages.deadLetters;
  }

  publish({ id, body }: { readonly id: string; readonly body: string }): null {
    this.ready.push(this.messages.add(id, body));
    this.handOut();
    return null;
  }

  subscribe({ consumer, session, prefetch }: Session & { readonly prefetch: number }): null {
    const heardAtMs = Date.now();
    const known = this.subscriptions.get(consumer);
    if (known?.session === session) known.heardAtMs = heardAtMs;
    else {
      if (known !== undefined) this.drop(known);
      const inHand = new Map<number, number>();
      this.subscriptions.set(consumer, { consumer, session, prefetch, heardAtMs, inHand });
    }
    this.handOut();
    return null;
  }

  settle({
    consumer,
    session,
    message,
    attempt,
    outcome,
  }: Session & Ticket & { readonly outcome: 'done' | 'failed' }): null {
    const subscription = this.subscriptions.get(consumer);
    const isItsOwn =
      subscription?.session === session && subscription.inHand.get(message) === attempt;
    if (isItsOwn) subscription.inHand.delete(message);
    // What is done is done, whoever has it in hand by now.
    if (outcome === 'done') this.finish(message);
    else if (isItsOwn) this.putBack(message);
    this.handOut();
    return null;
  }

  private finish(message: number): void {
    if (this.messages.get(message) !== undefined) this.messages.remove(message);
    this.ready = this.ready.filter((each) => each !== message);
    for (const { inHand } of this.subscriptions.values()) inHand.delete(message);
  }

  private putBack(message: number): void {
    this.ready.push(message);
    this.ready.sort((a, b) => a - b);
  }

  private handOut(): void {
    for (;;) {
      const subscription = this.roomiest();
      const number = this.ready[0];
      if (subscription === undefined || number === undefined) return;
      this.ready.shift();
      this.hand(number, subscription);
    }
  }

  /** The consumer that has room for the most messages, if any has. */
  private roomiest(): Subscription | undefined {
    const room = ({ prefetch, inHand }: Subscription): number => prefetch - inHand.size;
    const [best] = [...this.subscriptions.values()].toSorted((a, b) => room(b) - room(a));
    return best !== undefined && room(best) > 0 ? best : undefined;
  }

  private hand(number: number, subscription: Subscription): void {
    const message = this.messages.get(number);
    if (message === undefined) return;
    if (message.deliveries >= this.deliveriesMax) return this.messages.bury(number, message);
    const { id, body, deliveries } = this.messages.countDelivery(number, message);
    subscription.inHand.set(number, deliveries);
    const delivery = { id, body, redelivered: deliveries > 1 };
    void this.deliver(subscription, { message: number, attempt: deliveries }, delivery);
  }

  /** Sends a delivery until it has arrived, or is not that consumer's business any more. */
  private async deliver(
    subscription: Subscription,
    ticket: Ticket,
    delivery: Parameters<ConsumerRpc['deliver']>[0]['delivery'],
  ): Promise<void> {
    const { consumer, session, inHand } = subscription;
    while (inHand.get(ticket.message) === ticket.attempt) {
      const isThere = await this.node
        .to<ConsumerRpc>(consumer)
        .deliver({ session, ...ticket, delivery });
      if (isThere === true) return;
      if (isThere === false) return this.drop(subscription);
      await sleep(RESEND_MS);
    }
  }

  private dropSilent(): void {
    for (const subscription of this.subscriptions.values()) {
      if (Date.now() - subscription.heardAtMs > SILENCE_MS) this.drop(subscription);
    }
    this.handOut();
  }

  /** Ends a subscription: what that consumer had is for others. */
  private drop({ consumer, session, inHand }: Subscription): void {
    if (this.subscriptions.get(consumer)?.session === session) this.subscriptions.delete(consumer);
    for (const message of inHand.keys()) this.putBack(message);
    inHand.clear();
    this.handOut();
  }
}
