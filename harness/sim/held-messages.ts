import type { MessageKind } from '../vocabulary/recording.ts';

/** One half of a call on its way. */
interface InFlight {
  readonly kind: 'request' | 'reply';
  readonly call: { readonly from: number; readonly to: number; readonly method: string };
}

/** What a held message is chosen by. */
export type Choose = (
  from: number,
  to: number,
  method: string,
  half: 'request' | 'reply',
) => boolean;

/** Messages that somebody holds back, in the order in which they arrived. */
export class HeldMessages<Message extends InFlight> {
  private messages: Message[] = [];

  get count(): number {
    return this.messages.length;
  }

  add(message: Message): void {
    this.messages.push(message);
  }

  /** Takes out those that `choose` picks. */
  take(choose: Choose): Message[] {
    const taken: Message[] = [];
    const kept: Message[] = [];
    for (const message of this.messages) {
      const { from, to, method, half } = kindOf(message);
      (choose(from, to, method, half) ? taken : kept).push(message);
    }
    this.messages = kept;
    return taken;
  }
}

export function kindOf({ kind: half, call: { from, to, method } }: InFlight): MessageKind {
  return half === 'request' ? { from, to, half, method } : { from: to, to: from, half, method };
}
