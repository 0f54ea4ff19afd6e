import {
  sleep,
  type Broker,
  type BrokerOptions,
  type Delivery,
  type Node,
  type Store,
} from 'splitbrain/queue';

const KEY = 'message/';
const LEASE_MS = 2_500;

/** Keeps messages on its disk, and lends each to one consumer for a time. */
export default class ConfirmedThenSaved implements Broker {
  private readonly store: Store;
  private readonly lentUntilMs = new Map<string, number>();

  constructor({ store }: Node<unknown>, _options: BrokerOptions) {
    this.store = store;
  }

  publish({ id, body }: { readonly id: string; readonly body: string }): null {
    void sleep(1).then(() => this.store.write({ [KEY + id]: body }));
    return null;
  }

  next(): Delivery | null {
    const isFree = (key: string): boolean => (this.lentUntilMs.get(key) ?? 0) <= Date.now();
    const key = this.store.keys(KEY).find(isFree);
    if (key === undefined) return null;
    const redelivered = this.lentUntilMs.has(key);
    this.lentUntilMs.set(key, Date.now() + LEASE_MS);
    return { id: key.slice(KEY.length), body: this.store.get<string>(key) ?? '', redelivered };
  }

  settle({ id, outcome }: { readonly id: string; readonly outcome: 'done' | 'failed' }): null {
    if (outcome === 'done') this.store.write({ [KEY + id]: undefined });
    return null;
  }

  deadLetters(): readonly string[] {
    return [];
  }
}
