import { randomPlan } from '../../../harness/faults/random-plan.ts';
import { until } from '../../../harness/vocabulary/script.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';

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
  workers: 4,
  app: { name: 'word-count', mapMs: [500, 6_000] },
  doProcessesFail: true,
  plan: (seed, processes) => randomPlan(seed, { processes, chaosMs: CHAOS_MS }),
  *play(world) {
    yield* until(() => world.isDone, CHAOS_MS);
    world.sim.heal();
    yield* world.finish(JOB_MS);
  },
});
