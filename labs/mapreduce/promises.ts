import type { FactPromise } from '../../harness/vocabulary/promise.ts';
import type { JobFact } from './fact.ts';
import { doneAfterOutput } from './promises/done-after-output.ts';
import { outputIsWhole } from './promises/output-is-whole.ts';
import { reduceAfterMaps } from './promises/reduce-after-maps.ts';
import { workersStay } from './promises/workers-stay.ts';

/** Everything that a MapReduce job promises at every event, whatever the faults. */
export const JOB_PROMISES: readonly FactPromise<JobFact>[] = [
  outputIsWhole,
  reduceAfterMaps,
  doneAfterOutput,
  workersStay,
];
