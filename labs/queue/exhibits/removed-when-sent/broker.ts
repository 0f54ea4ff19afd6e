import type { Broker, Delivery } from 'splitbrain/queue';

interface Message {
  readonly id: string;
  readonly body: string;
}

/** A list: what comes in at one end goes out at the other. */
export default class RemovedWhenSent implements Broker {
  private readonly messages: Message[] = [];

  publish({ id, body }: Message): null {
    this.messages.push({ id, body });
    return null;
  }

  next(): Delivery | null {
    const message = this.messages.shift();
    return message === undefined ? null : { ...message, redelivered: false };
  }

  settle(): null {
    return null;
  }

  deadLetters(): readonly string[] {
    return [];
  }
}
