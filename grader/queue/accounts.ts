import type { Allowance } from '../run/runner.ts';
import type { Shelf } from './shelf.ts';
import type { Account } from './task.ts';

/** An allowance that workers on several machines spend, as it is followed here. */
interface Ledger {
  readonly account: Account;
  /** What Redis last said. */
  seenMs: number;
  /** What it said before it lost its data. */
  lostMs: number;
}

/** What submissions have spent at the workers for one grader. */
export class Accounts {
  private readonly shelf: Shelf;
  private readonly grader: string;
  private readonly ledgers = new WeakMap<Allowance, Ledger>();
  private opened = 0;

  constructor(shelf: Shelf, grader: string) {
    this.shelf = shelf;
    this.grader = grader;
  }

  of(allowance: Allowance): Account {
    return this.ledgerOf(allowance).account;
  }

  /** Counts time that went into results which are there already. */
  async charge(allowance: Allowance, ms: number): Promise<void> {
    await this.shelf.spend(this.of(allowance), ms);
    await this.refresh(allowance);
  }

  /** Learns what was spent; tells the workers when nothing is left. */
  async refresh(allowance: Allowance): Promise<void> {
    const ledger = this.ledgerOf(allowance);
    const { account } = ledger;
    const spentMs = await this.shelf.spend(account, 0);
    if (spentMs < ledger.seenMs) ledger.lostMs += ledger.seenMs;
    ledger.seenMs = spentMs;
    allowance.leftMs = account.limitMs - ledger.lostMs - spentMs;
    // They do not know what Redis has lost.
    if (allowance.leftMs <= 0 && spentMs < account.limitMs) {
      await this.shelf.spend(account, account.limitMs);
    }
  }

  private ledgerOf(allowance: Allowance): Ledger {
    const known = this.ledgers.get(allowance);
    if (known !== undefined) return known;
    const account = { id: `${this.grader}-${++this.opened}`, limitMs: allowance.leftMs };
    const ledger = { account, seenMs: 0, lostMs: 0 };
    this.ledgers.set(allowance, ledger);
    return ledger;
  }
}
