import type { FactPromise } from '../../harness/vocabulary/promise.ts';
import type { AdminFact } from './fact.ts';
import { balanced } from './promises/balanced.ts';
import { decidedOnce } from './promises/decided-once.ts';
import { movesAsFewAsCanBe } from './promises/fewest-moves.ts';
import { newestIsNewest } from './promises/newest-is-newest.ts';
import { oneChangeEach } from './promises/one-change-each.ts';

/** Everything that the controllers promise at every event, whatever the faults. */
export const CONTROLLER_PROMISES: readonly FactPromise<AdminFact>[] = [
  decidedOnce,
  newestIsNewest,
  balanced,
  movesAsFewAsCanBe,
  oneChangeEach,
];
