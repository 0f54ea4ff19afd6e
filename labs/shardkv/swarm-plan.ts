import type { FaultPlan } from '../../harness/faults/fault.ts';
import { randomPlan } from '../../harness/faults/random-plan.ts';
import type { ProcessSpec } from '../../harness/sim/process.ts';
import { numbersOf } from '../../harness/vocabulary/role.ts';

/** Random faults of the controllers and the shard servers. Of clients, a partition has half on each side. */
export function swarmPlan(
  seed: number,
  processes: readonly ProcessSpec[],
  chaosMs: number,
): FaultPlan {
  const among = numbersOf(processes, 'controller', 'server');
  return randomPlan(seed, { processes, among, othersSides: 'by number', chaosMs });
}
