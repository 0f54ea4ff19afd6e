import type { Ask } from './due.ts';
import type { Witnesses } from './witnesses.ts';

/** What was asked from outside and is not answered yet. */
export class Asks {
  private readonly witnesses: Witnesses;
  private next = 0;
  /** By the numbers of their invocations. */
  private readonly waiting = new Map<number, Ask>();

  constructor(witnesses: Witnesses) {
    this.witnesses = witnesses;
  }

  /** Notes it under a number of its own. */
  add(ask: Ask): number {
    const invocation = this.next++;
    this.waiting.set(invocation, ask);
    return invocation;
  }

  /** Nobody waits for this answer any more. */
  forget(invocation: number): void {
    this.waiting.delete(invocation);
  }

  /** A process answers; of an answer that nobody waits for, nobody hears. */
  answer(invocation: number, value: string): void {
    const ask = this.waiting.get(invocation);
    if (ask === undefined) return;
    this.waiting.delete(invocation);
    this.witnesses.returned(ask, value, invocation);
    ask.done(value);
  }

  /** The process will answer nothing any more. */
  abandon(process: number): void {
    const abandoned = [...this.waiting].filter(([, ask]) => ask.process === process);
    for (const [invocation] of abandoned) this.waiting.delete(invocation);
    for (const [, ask] of abandoned) ask.done(null);
  }
}
