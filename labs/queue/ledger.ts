import type { Handling, QueueFact } from './fact.ts';

/** What a message has come to, as far as it can be seen; by its body, as a message may have several ids. */
export interface Account {
  readonly body: string;
  published: number;
  confirmed: number;
  /** Handlings that have begun. */
  begun: number;
  /** Handlings that have come to nothing. */
  failed: number;
  /** Effects that are there. */
  effects: number;
}

/** The state of a queue that its facts add up to. */
export class Ledger {
  private readonly accounts = new Map<string, Account>();
  /** What each consumer has begun and not ended. */
  private readonly hands = new Map<string, Handling[]>();
  private readonly waits = new Map<number, { readonly publisher: string; readonly body: string }>();

  see(fact: QueueFact): void {
    switch (fact.kind) {
      case 'published':
        this.of(fact.body).published++;
        this.waits.set(fact.call, fact);
        return;
      case 'confirmed':
        this.of(fact.body).confirmed++;
        this.waits.delete(fact.call);
        return;
      case 'begun':
        this.of(fact.body).begun++;
        this.hands.set(fact.consumer, [...this.inHand(fact.consumer), fact]);
        return;
      case 'ended':
        if (fact.outcome === 'failed') this.of(fact.body).failed++;
        this.takeFromHand(fact);
        return;
      case 'effect':
        if (fact.isNew) this.of(fact.body).effects++;
        return;
      case 'crashed':
        this.hands.delete(fact.process);
        for (const [call, { publisher }] of this.waits) {
          if (publisher === fact.process) this.waits.delete(call);
        }
        return;
      default:
        return;
    }
  }

  /** Every message that was published so far. */
  get all(): readonly Account[] {
    return [...this.accounts.values()];
  }

  /** The publishes that have neither resolved nor died with their publisher. */
  get unconfirmed(): readonly { readonly publisher: string; readonly body: string }[] {
    return [...this.waits.values()];
  }

  /** What has become of the message with this body. */
  of(body: string): Account {
    const known = this.accounts.get(body);
    if (known !== undefined) return known;
    const account = { body, published: 0, confirmed: 0, begun: 0, failed: 0, effects: 0 };
    this.accounts.set(body, account);
    return account;
  }

  /** What the consumer handles now. */
  inHand(consumer: string): readonly Handling[] {
    return this.hands.get(consumer) ?? [];
  }

  private takeFromHand({ consumer, id }: Handling): void {
    const hand = this.inHand(consumer);
    const ended = hand.findIndex((each) => each.id === id);
    this.hands.set(consumer, hand.toSpliced(ended, ended < 0 ? 0 : 1));
  }
}
