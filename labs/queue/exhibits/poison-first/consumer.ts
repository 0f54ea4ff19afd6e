import { sleep, type ConsumerOptions, type Node, type Peer, type Work } from 'splitbrain/queue';
import type { QueueRpc } from './rpc.ts';

/** Asks for a message, handles it and says so, `prefetch` times at once. */
export default class AskingConsumer {
  private readonly broker: Peer<QueueRpc>;
  private readonly work: Work;

  constructor(node: Node<unknown>, broker: string, work: Work, { prefetch }: ConsumerOptions) {
    this.broker = node.to<QueueRpc>(broker);
    this.work = work;
    for (let lane = 0; lane < prefetch; lane++) void this.run();
  }

  private async run(): Promise<void> {
    for (;;) {
      const delivery = await this.broker.next({});
      if (delivery === undefined || delivery === null) await sleep(50);
      else {
        const outcome = await this.work.handle(delivery);
        const settled = { id: delivery.id, outcome };
        while ((await this.broker.settle(settled)) === undefined) await sleep(50);
      }
    }
  }
}
