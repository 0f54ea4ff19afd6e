import { sleep, type Broker, type BrokerOptions, type Delivery, type Node } from 'splitbrain/queue';
import type { Letter, Outcome, QueueRpc, Receipt } from './protocol.ts';

const POLL_MS = 400;
const LEASE_MS = 1_200;

interface Row extends Letter {
  turn: number;
  order: number;
}

type Answer = { readonly receipt: Receipt; readonly delivery: Delivery } | null;

/** Consumers wait at the broker for their next message, and renew what they work on. */
export default class LongPollBroker implements Broker {
  readonly #node: Node<QueueRpc>;
  readonly #max: number;
  readonly #rows = new Map<string, Row>();
  readonly #leases = new Map<string, number>();
  readonly #dead: string[] = [];
  #waiting: ((answer: Answer) => void)[] = [];
  #added = 0;
  #life: number;

  constructor(node: Node<QueueRpc>, { deliveriesMax }: BrokerOptions) {
    this.#node = node;
    this.#max = deliveriesMax;
    const { store } = node;
    this.#life = (store.get<number>('life') ?? 0) + 1;
    store.write({ life: this.#life });
    for (const key of store.keys('row:')) this.#rows.set(key, { ...(store.get<Row>(key) as Row) });
    for (const key of store.keys('dead:')) this.#dead.push(store.get<string>(key) ?? '');
    void this.#expire();
  }

  deadLetters(): readonly string[] {
    return this.#dead;
  }

  take({ letters }: { readonly letters: readonly Letter[] }): readonly string[] {
    const changes: Record<string, { id: string; body: string; turn: number; order: number }> = {};
    for (const { id, body } of letters) {
      const key = `row:${this.#life}.${++this.#added}`;
      const row = { id, body, turn: 0, order: this.#life * 1_000_000 + this.#added };
      this.#rows.set(key, row);
      changes[key] = row;
    }
    this.#node.store.write(changes);
    this.#serve();
    return letters.map(({ id }) => id);
  }

  next({ last }: { readonly last: Outcome | null }): Promise<Answer> {
    if (last !== null) this.#conclude(last);
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      setTimeout(() => {
        this.#waiting = this.#waiting.filter((each) => each !== resolve);
        resolve(null);
      }, POLL_MS);
      this.#serve();
    });
  }

  renew({ receipts }: { readonly receipts: readonly Receipt[] }): null {
    for (const [key, turn] of receipts) {
      if (this.#rows.get(key)?.turn === turn && this.#leases.has(key)) {
        this.#leases.set(key, Date.now() + LEASE_MS);
      }
    }
    return null;
  }

  #conclude({ receipt: [key, turn], isDone }: Outcome): void {
    const row = this.#rows.get(key);
    if (row === undefined) return;
    if (isDone) {
      this.#forget(key);
      this.#node.store.write({ [key]: undefined });
    } else if (row.turn === turn) this.#release(key);
  }

  #release(key: string): void {
    this.#leases.delete(key);
    const row = this.#rows.get(key);
    if (row === undefined || row.turn < this.#max) return;
    this.#forget(key);
    this.#dead.push(row.body);
    this.#node.store.write({ [key]: undefined, [key.replace('row:', 'dead:')]: row.body });
  }

  #forget(key: string): void {
    this.#rows.delete(key);
    this.#leases.delete(key);
  }

  #serve(): void {
    const free = [...this.#rows]
      .filter(([key]) => !this.#leases.has(key))
      .toSorted(([, a], [, b]) => a.order - b.order);
    for (const [key, row] of free) {
      if (row.turn >= this.#max) this.#release(key);
      else {
        const answer = this.#waiting.shift();
        if (answer === undefined) return;
        row.turn++;
        this.#leases.set(key, Date.now() + LEASE_MS);
        this.#node.store.write({ [key]: { ...row } });
        const { id, body, turn } = row;
        answer({ receipt: [key, turn], delivery: { id, body, redelivered: turn > 1 } });
      }
    }
  }

  async #expire(): Promise<void> {
    for (;;) {
      await sleep(100);
      for (const [key, endMs] of this.#leases) if (endMs < Date.now()) this.#release(key);
      this.#serve();
    }
  }
}
