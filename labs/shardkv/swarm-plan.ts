import type { Fault, FaultPlan } from '../../harness/faults/fault.ts';
import { randomPlan } from '../../harness/faults/random-plan.ts';

/**
 * Random faults on the first `servers` processes. Clients do not crash; a partition has each of them
 * on one side or the other.
 */
export function swarmPlan(
  seed: number,
  options: { readonly servers: number; readonly clients: number; readonly chaosMs: number },
): FaultPlan {
  const { servers, clients, chaosMs } = options;
  const among = Array.from({ length: servers }, (_, server) => server);
  const fit = (fault: Fault): Fault => {
    if (fault.kind === 'crash-between-effects') return { ...fault, among };
    if (fault.kind !== 'partition') return fault;
    const groups = fault.groups.map((group, side) => [
      ...group,
      ...Array.from({ length: clients }, (_, client) => servers + client).filter(
        (client) => client % 2 === side,
      ),
    ]);
    return { ...fault, groups };
  };
  return randomPlan(seed, { processes: servers, chaosMs }).map(({ atUs, fault }) => ({
    atUs,
    fault: fit(fault),
  }));
}
