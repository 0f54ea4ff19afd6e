import type { FaultPlan, PlannedFault } from '../../../harness/faults/fault.ts';
import { randomPlan } from '../../../harness/faults/random-plan.ts';
import { SERVER } from '../kv-world.ts';

/**
 * Random faults of the network and of the clients. The server may be cut off, slow or paused, but it
 * never crashes: in this lab it has no disk.
 */
export function clientFaults(
  seed: number,
  { clients, chaosMs, crashes }: { clients: number; chaosMs: number; crashes: boolean },
): FaultPlan {
  const plan = randomPlan(seed, { processes: clients + 1, chaosMs, crashes });
  const among = Array.from({ length: clients }, (_, i) => i + 1);
  return plan.flatMap(({ atUs, fault }): PlannedFault[] => {
    if (fault.kind === 'crash' && fault.server === SERVER) return [];
    if (fault.kind !== 'crash-between-effects') return [{ atUs, fault }];
    return [{ atUs, fault: { ...fault, among } }];
  });
}
