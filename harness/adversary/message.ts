import type { AnsweredRequest } from '../sim/observer.ts';
import type { Effect } from '../vocabulary/server.ts';

/** Between whom a message goes; a reply goes from whoever was asked to whoever did. */
export interface Way {
  readonly from: number;
  readonly to: number;
}

/** A message as an adversary sees it, when it arrives or when it leaves. */
export interface Message extends Way {
  readonly method: string;
  readonly half: 'request' | 'reply';
  /** The request's arguments, for a reply too; JSON text. */
  readonly args: string;
  /** JSON text; null for a request. */
  readonly reply: string | null;
}

/**
 * How an adversary understands messages. A lab whose students send what they like reads a message of its
 * own out of what travels.
 */
export interface Sight<M extends Way> {
  /** What this message is, as it arrives; null for one that says nothing, which always passes. */
  see(message: Message): M | null;
  /** Called when nobody on this stage has held the message back. */
  passes?(message: Message, seen: M): void;
  /** The message that leaves `process` with this effect; null for any other effect, and what it leaves out. */
  leaves(process: number, effect: Effect, request: AnsweredRequest | undefined): M | null;
}

/** Takes each message for what it is. */
export const PLAIN_SIGHT: Sight<Message> = {
  see: (message) => message,
  leaves(process, effect, request) {
    if (effect.kind === 'send') {
      const { to, method, args } = effect;
      return { from: process, to, method, half: 'request', args, reply: null };
    }
    if (effect.kind !== 'respond' || request === undefined) return null;
    const { from: to, method, args } = request;
    return { from: process, to, method, half: 'reply', args, reply: effect.reply };
  },
};
