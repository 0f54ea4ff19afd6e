import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { VerdictSignal } from '../../../harness/vocabulary/verdict.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';

const TROUBLE_MS = 60_000;

/** Every call of the application may end the whole worker, or stall it until it is taken for dead. */
const crashes = jobScenario({
  id: 'crashes',
  title: 'workers crash and stall',
  part: '1C',
  points: 1,
  source: 'TestCrashWorker',
  holdsTo:
    'Workers that crash or stand still for up to ten seconds lose nothing and hold up nothing.',
  workers: 3,
  reduceTasks: 10,
  app: { name: 'letters', troubleUntilMs: TROUBLE_MS },
  doProcessesFail: true,
  *play(world) {
    yield* world.finish(TROUBLE_MS + JOB_MS);
    if (world.workers.some((worker) => world.sim.incarnation(worker) > 1)) return;
    const message = 'the scenario did not do what it stands for: no worker crashed';
    throw new VerdictSignal({ kind: 'harness-error', message });
  },
});

export const parity1C: readonly Scenario[] = [crashes];
