import { sleep, type ConsumerOptions, type Node, type Peer, type Work } from 'splitbrain/queue';
import type { Outcome, QueueRpc, Receipt } from './protocol.ts';

const RENEW_MS = 300;

/** As many lanes as messages may be in hand: each waits for a message, handles it, and comes back with the outcome. */
export default class LaneConsumer {
  readonly #broker: Peer<QueueRpc>;
  readonly #work: Work;
  readonly #inHand = new Set<Receipt>();

  constructor(node: Node<unknown>, broker: string, work: Work, { prefetch }: ConsumerOptions) {
    this.#broker = node.to<QueueRpc>(broker);
    this.#work = work;
    for (let lane = 0; lane < prefetch; lane++) void this.#run();
    void this.#renew();
  }

  async #run(): Promise<void> {
    let last: Outcome | null = null;
    for (;;) {
      const reply = await this.#broker.next({ last });
      if (reply === undefined) {
        await sleep(50);
        continue;
      }
      last = null;
      if (reply === null) continue;
      const { receipt, delivery } = reply;
      this.#inHand.add(receipt);
      const outcome = await this.#work.handle(delivery);
      this.#inHand.delete(receipt);
      last = { receipt, isDone: outcome === 'done' };
    }
  }

  async #renew(): Promise<void> {
    for (;;) {
      await sleep(RENEW_MS);
      if (this.#inHand.size > 0) void this.#broker.renew({ receipts: [...this.#inHand] });
    }
  }
}
