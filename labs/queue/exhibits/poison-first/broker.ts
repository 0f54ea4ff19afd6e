import type { Broker, Delivery } from 'splitbrain/queue';

interface Message {
  readonly id: string;
  readonly body: string;
  redelivered: boolean;
}

/** What failed is the next to be handed out: it has waited for the longest time. */
export default class PoisonFirst implements Broker {
  private readonly messages: Message[] = [];
  private readonly inHand = new Map<string, Message>();

  publish({ id, body }: { readonly id: string; readonly body: string }): null {
    this.messages.push({ id, body, redelivered: false });
    return null;
  }

  next(): Delivery | null {
    const message = this.messages.shift();
    if (message === undefined) return null;
    this.inHand.set(message.id, message);
    return { ...message };
  }

  settle({ id, outcome }: { readonly id: string; readonly outcome: 'done' | 'failed' }): null {
    const message = this.inHand.get(id);
    this.inHand.delete(id);
    if (message !== undefined && outcome === 'failed') {
      message.redelivered = true;
      this.messages.unshift(message);
    }
    return null;
  }

  deadLetters(): readonly string[] {
    return [];
  }
}
