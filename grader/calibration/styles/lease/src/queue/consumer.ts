import { sleep, type ConsumerOptions, type Node, type Peer, type Work } from 'splitbrain/queue';
import type { BrokerRpc, Loan } from './rpc.ts';

const POLL_MS = 80;

/** Asks for as much as it has room for, and handles one message after another. */
export default class BorrowingConsumer {
  private readonly broker: Peer<BrokerRpc>;
  private readonly work: Work;
  private readonly prefetch: number;
  private readonly line: Loan[] = [];
  private held = 0;

  constructor(node: Node<unknown>, broker: string, work: Work, { prefetch }: ConsumerOptions) {
    this.broker = node.to<BrokerRpc>(broker);
    this.work = work;
    this.prefetch = prefetch;
    void this.borrowAll();
    void this.workAll();
  }

  private async borrowAll(): Promise<void> {
    for (;;) {
      const room = this.prefetch - this.held;
      const loans = room > 0 ? await this.broker.borrow({ room }) : undefined;
      this.held += loans?.length ?? 0;
      this.line.push(...(loans ?? []));
      await sleep(POLL_MS);
    }
  }

  private async workAll(): Promise<void> {
    for (;;) {
      const loan = this.line.shift();
      if (loan === undefined) await sleep(5);
      else {
        await this.handle(loan);
        this.held--;
      }
    }
  }

  private async handle({ message, loan, id, body, isAgain }: Loan): Promise<void> {
    const outcome = await this.work.handle({ id, body, redelivered: isAgain });
    const args = { message, loan, isDone: outcome === 'done' };
    while ((await this.broker.giveBack(args)) === undefined) await sleep(40);
  }
}
