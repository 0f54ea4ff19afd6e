import type { Broker, BrokerOptions, Node } from 'splitbrain/queue';
import type { BrokerRpc, Loan } from './rpc.ts';

/** Longer than any work takes; who needs longer is dead or asleep. */
const LOAN_MS = 2_500;

interface Item {
  readonly message: number;
  readonly id: string;
  readonly body: string;
  loans: number;
}

interface Saved {
  readonly last: number;
  readonly items: readonly Item[];
  readonly dead: readonly string[];
}

/** Lends messages for a time, to whoever asks: it knows no consumers, and keeps one state on its disk. */
export default class LendingBroker implements Broker {
  private readonly node: Node<BrokerRpc>;
  private readonly loansMax: number;
  private last: number;
  private items: Item[];
  private dead: string[];
  /** When the present loan of a message ends. */
  private readonly lentUntilMs = new Map<number, number>();

  constructor(node: Node<BrokerRpc>, { deliveriesMax }: BrokerOptions) {
    this.node = node;
    this.loansMax = deliveriesMax;
    const saved = node.store.get<Saved>('queue');
    this.last = saved?.last ?? 0;
    this.items = saved?.items.map((each) => ({ ...each })) ?? [];
    this.dead = [...(saved?.dead ?? [])];
    setInterval(() => this.buryThoseThatAreDue(), 100);
  }

  deadLetters(): readonly string[] {
    return this.dead;
  }

  put({ id, body }: { readonly id: string; readonly body: string }): { readonly ok: true } {
    this.items.push({ message: ++this.last, id, body, loans: 0 });
    this.save();
    return { ok: true };
  }

  borrow({ room }: { readonly room: number }): readonly Loan[] {
    this.buryThoseThatAreDue();
    const free = this.items.filter((each) => this.isFree(each)).slice(0, room);
    if (free.length === 0) return [];
    for (const item of free) {
      item.loans++;
      this.lentUntilMs.set(item.message, Date.now() + LOAN_MS);
    }
    this.save();
    return free.map(({ message, id, body, loans }) => {
      return { message, loan: loans, id, body, isAgain: loans > 1 };
    });
  }

  giveBack(args: { readonly message: number; readonly loan: number; readonly isDone: boolean }): {
    readonly ok: true;
  } {
    const item = this.items.find((each) => each.message === args.message);
    if (item !== undefined && args.isDone) {
      this.items = this.items.filter((each) => each !== item);
      this.lentUntilMs.delete(item.message);
      this.save();
    } else if (item?.loans === args.loan) this.lentUntilMs.delete(item.message);
    return { ok: true };
  }

  private isFree({ message }: Item): boolean {
    return (this.lentUntilMs.get(message) ?? 0) <= Date.now();
  }

  private buryThoseThatAreDue(): void {
    const due = this.items.filter((each) => each.loans >= this.loansMax && this.isFree(each));
    if (due.length === 0) return;
    this.items = this.items.filter((each) => !due.includes(each));
    this.dead = [...this.dead, ...due.map(({ body }) => body)];
    this.save();
  }

  private save(): void {
    const state: Saved = { last: this.last, items: this.items, dead: this.dead };
    this.node.store.write({ queue: state });
  }
}
