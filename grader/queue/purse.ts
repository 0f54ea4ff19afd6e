import type { Allowance } from '../run/runner.ts';
import type { Shelf } from './shelf.ts';
import type { Account } from './task.ts';

/** What a submission may still take, when workers on several machines spend it. */
export class Purse implements Allowance {
  private readonly account: Account;
  private readonly shelf: Shelf;
  /** By all workers, as far as it is known here. */
  private spentMs = 0;
  /** By this one since it last said so. */
  private untoldMs = 0;

  constructor(account: Account, shelf: Shelf) {
    this.account = account;
    this.shelf = shelf;
  }

  get leftMs(): number {
    return this.account.limitMs - this.spentMs - this.untoldMs;
  }

  set leftMs(value: number) {
    this.untoldMs += this.leftMs - value;
  }

  /** Tells the others what was spent here, and learns what they have spent. */
  async settle(): Promise<void> {
    const ms = Math.round(this.untoldMs);
    this.untoldMs -= ms;
    this.spentMs += ms;
    this.spentMs = await this.shelf.spend(this.account, ms);
  }
}
