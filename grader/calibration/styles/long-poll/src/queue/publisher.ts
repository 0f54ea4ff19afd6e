import { type Node, type Peer, type Publisher } from 'splitbrain/queue';
import type { Letter, QueueRpc } from './protocol.ts';

const RESEND_MS = 60;

/** Sends all that is not confirmed in one request, and again until it is. */
export default class BatchPublisher implements Publisher {
  readonly #broker: Peer<QueueRpc>;
  readonly #prefix: string;
  readonly #open = new Map<string, { letter: Letter; resolve: () => void }>();
  #count = 0;
  #isSending = false;

  constructor(node: Node<unknown>, broker: string) {
    this.#broker = node.to<QueueRpc>(broker);
    const life = (node.store.get<number>('life') ?? 0) + 1;
    node.store.write({ life });
    this.#prefix = `${node.name}.${life}`;
  }

  publish(body: string): Promise<void> {
    const id = `${this.#prefix}.${++this.#count}`;
    return new Promise((resolve) => {
      this.#open.set(id, { letter: { id, body }, resolve });
      if (!this.#isSending) void this.#send();
    });
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    while (this.#open.size > 0) {
      const letters = [...this.#open.values()].map(({ letter }) => letter);
      const taken = await this.#broker.take({ letters });
      for (const id of taken ?? []) {
        this.#open.get(id)?.resolve();
        this.#open.delete(id);
      }
      if (taken === undefined) await new Promise<void>((done) => setTimeout(done, RESEND_MS));
    }
    this.#isSending = false;
  }
}
