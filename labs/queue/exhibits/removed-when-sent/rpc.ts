import type { Delivery } from 'splitbrain/queue';

export interface QueueRpc {
  publish(args: { readonly id: string; readonly body: string }): null;
  /** The next message, or null when there is none. */
  next(args: Record<string, never>): Delivery | null;
  /** A message was handled. */
  settle(args: { readonly id: string; readonly outcome: 'done' | 'failed' }): null;
}
