import type { Explanation } from '../../harness/check/linearizability/explain/explain.ts';
import type { Model } from '../../harness/check/linearizability/model.ts';
import type { Order } from '../../harness/check/linearizability/order.ts';
import type { Undecided } from '../../harness/check/linearizability/verdict.ts';

/** What was found out about a history, for people and for programs. */
export interface Findings {
  readonly model: Model;
  readonly counts: {
    readonly operations: number;
    readonly clients: number;
    readonly keys: number;
  };
  /** What was taken off every time; 0 where nothing was. */
  readonly origin: bigint;
  readonly violations: readonly Violation[];
  readonly undecided: readonly Undecided[];
  /** Orders of the keys that hold, if they were asked for. */
  readonly orders: readonly KeyOrder[];
}

export interface Violation {
  readonly explanation: Explanation;
  /** The longest order that works; absent where there are too many operations to look for it. */
  readonly order: Order | undefined;
}

interface KeyOrder {
  readonly key: string;
  readonly order: Order;
}

export function verdictOf({ violations, undecided }: Findings): 'holds' | 'violated' | 'undecided' {
  if (violations.length > 0) return 'violated';
  return undecided.length > 0 ? 'undecided' : 'holds';
}
