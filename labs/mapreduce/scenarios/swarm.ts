import type { FaultPlan } from '../../../harness/faults/fault.ts';
import { randomPlan } from '../../../harness/faults/random-plan.ts';
import { until } from '../../../harness/vocabulary/script.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';

const WORKERS = 4;
/** Long enough for a task to be handed out again, and its first worker to come back after that. */
const CHAOS_MS = 25_000;

export const swarmJob = jobScenario({
  id: 'swarm-job',
  title: 'a job under random faults',
  part: '1C',
  points: 1,
  source: 'TestCrashWorker, with faults between any two effects',
  holdsTo: 'The output is what one process would have written, whatever fails and whenever.',
  kind: 'exploration',
  network: 'unreliable',
  workers: WORKERS,
  app: { name: 'word-count', mapMs: [500, 6_000] },
  doProcessesFail: true,
  plan: swarmPlan,
  *play(world) {
    yield* until(() => world.isDone, CHAOS_MS);
    world.sim.heal();
    yield* world.finish(JOB_MS);
  },
});

/** Faults of the coordinator and the workers: what holds the files never fails. */
function swarmPlan(seed: number): FaultPlan {
  const servers = WORKERS + 1;
  const among = Array.from({ length: servers }, (_, process) => process);
  return randomPlan(seed, { processes: servers, chaosMs: CHAOS_MS }).map(({ atUs, fault }) => {
    return { atUs, fault: fault.kind === 'crash-between-effects' ? { ...fault, among } : fault };
  });
}
