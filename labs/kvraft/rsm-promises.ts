import type { FactPromise } from '../../harness/vocabulary/promise.ts';
import { answersOwnOperation } from './promises/answers-own-operation.ts';
import { carriedOutOnce } from './promises/carried-out-once.ts';
import { inRealTimeOrder } from './promises/in-real-time-order.ts';
import { neverBack } from './promises/never-back.ts';
import { sameOperations } from './promises/same-operations.ts';
import type { RsmFact } from './rsm-fact.ts';

/** Everything that a replicated state machine promises at every event, whatever the faults. */
export const RSM_PROMISES: readonly FactPromise<RsmFact>[] = [
  sameOperations,
  neverBack,
  carriedOutOnce,
  answersOwnOperation,
  inRealTimeOrder,
];
