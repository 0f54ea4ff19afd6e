import type { Store } from 'splitbrain/queue';

export interface Message {
  readonly id: string;
  readonly body: string;
  /** How often it was handed out so far. */
  readonly deliveries: number;
}

const NEXT = 'next';
const MESSAGE = 'message/';
const DEAD = 'dead/';
const DIGITS = 12;

/** The broker's messages on its disk. Each change is one write, and so there or not. */
export class MessageStore {
  private readonly store: Store;

  constructor(store: Store) {
    this.store = store;
  }

  /** Numbers of all messages that are neither done nor dead, the oldest first. */
  get numbers(): number[] {
    return this.store.keys(MESSAGE).map((key) => Number(key.slice(MESSAGE.length)));
  }

  get deadLetters(): string[] {
    return this.store.keys(DEAD).map((key) => this.store.get<string>(key) ?? '');
  }

  /** Undefined when the message is done or dead. */
  get(number: number): Message | undefined {
    return this.store.get<Message>(keyOf(MESSAGE, number));
  }

  /** Keeps a new message; its number is never that of an earlier one, done or not. */
  add(id: string, body: string): number {
    const number = this.store.get<number>(NEXT) ?? 0;
    const message: Message = { id, body, deliveries: 0 };
    this.store.write({ [NEXT]: number + 1, [keyOf(MESSAGE, number)]: { ...message } });
    return number;
  }

  /** Counts a handing out, before anybody can see it. */
  countDelivery(number: number, { deliveries, ...message }: Message): Message {
    const counted: Message = { ...message, deliveries: deliveries + 1 };
    this.store.write({ [keyOf(MESSAGE, number)]: { ...counted } });
    return counted;
  }

  remove(number: number): void {
    this.store.write({ [keyOf(MESSAGE, number)]: undefined });
  }

  bury(number: number, { body }: Message): void {
    this.store.write({ [keyOf(MESSAGE, number)]: undefined, [keyOf(DEAD, number)]: body });
  }
}

/** Padded, so that keys sort as their numbers do. */
function keyOf(prefix: string, number: number): string {
  return prefix + String(number).padStart(DIGITS, '0');
}
