import type { Delivery } from 'splitbrain/queue';

/** A message in somebody's hand: which one, and in which of its hand-outs. */
export type Receipt = readonly [message: string, turn: number];

export interface Letter {
  readonly id: string;
  readonly body: string;
}

/** What came of a hand-out. */
export interface Outcome {
  readonly receipt: Receipt;
  readonly isDone: boolean;
}

export interface QueueRpc {
  /** Takes letters in; those that it answers with are safe. */
  take(args: { readonly letters: readonly Letter[] }): readonly string[];
  /** Answers with a message as soon as there is one, or with null after a while. */
  next(args: {
    readonly last: Outcome | null;
  }): Promise<{ readonly receipt: Receipt; readonly delivery: Delivery } | null>;
  /** These are still being worked on. */
  renew(args: { readonly receipts: readonly Receipt[] }): null;
}
