import type { FactPromise } from '../../harness/vocabulary/promise.ts';
import type { QueueFact } from './fact.ts';
import { handedOutOnce } from './promises/handed-out-once.ts';
import { inOrder } from './promises/in-order.ts';
import { limitIsKept } from './promises/limit-is-kept.ts';
import { nobodyIdles } from './promises/nobody-idles.ts';
import { nothingInvented } from './promises/nothing-invented.ts';
import { oneEffect } from './promises/one-effect.ts';
import { prefetchIsKept } from './promises/prefetch-is-kept.ts';
import { secondIsMarked } from './promises/second-is-marked.ts';

/** Everything that a queue promises at every event; each says by itself where it is owed. */
export const QUEUE_PROMISES: readonly FactPromise<QueueFact>[] = [
  nothingInvented,
  handedOutOnce,
  inOrder,
  prefetchIsKept,
  nobodyIdles,
  secondIsMarked,
  limitIsKept,
  oneEffect,
];
