import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait } from '../../../harness/scenario/script.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import { COORDINATOR } from '../job-world.ts';

const DOWN_MS_MIN = 100;
const DOWN_MS_MAX = 3_000;

/** Each crash may leave a task handed out that nobody remembers, and a worker whose report got lost. */
const coordinatorRestarts = jobScenario({
  id: 'coordinator-restarts',
  title: 'the coordinator restarts again and again',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: master failure',
  kind: 'exploration',
  workers: 3,
  app: { name: 'letters', mapMs: [300, 2_000], reduceMs: [100, 300] },
  doProcessesFail: true,
  *play(world) {
    const { sim, random } = world;
    for (let crash = 0; crash < 4; crash++) {
      yield* wait(random.between(0, 3_000));
      if (world.isDone) break;
      const restartAfterMs = random.between(DOWN_MS_MIN, DOWN_MS_MAX);
      sim.inject({ kind: 'crash', server: COORDINATOR, restartAfterMs });
      yield* wait(restartAfterMs);
    }
    yield* world.finish(JOB_MS);
  },
});

/** Reduces run, so every map was reported: a coordinator that maps again has forgotten it. */
const coordinatorRemembers = jobScenario({
  id: 'coordinator-remembers',
  title: 'a coordinator that restarts goes on where it was',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: master failure',
  kind: 'exploration',
  workers: 3,
  app: { name: 'letters', mapMs: [300, 2_000], reduceMs: [200, 600] },
  doProcessesFail: true,
  *play(world) {
    const { sim, random } = world;
    yield* until(() => world.factsOf('reduce-started').length > 0, JOB_MS);
    // What it acts on is saved by then: as soon as the first reduce has begun, or later.
    yield* wait(random.chance(500_000) ? 0 : random.between(0, 1_500));
    const crashedAtUs = sim.nowUs;
    const restartAfterMs = random.between(DOWN_MS_MIN, DOWN_MS_MAX);
    sim.inject({ kind: 'crash', server: COORDINATOR, restartAfterMs });
    yield* world.finish(JOB_MS);
    const again = world.factsOf('map-started').filter(({ atUs }) => atUs > crashedAtUs);
    world.demand(
      again.length === 0,
      'finished-stays-finished',
      'A task that was reported as finished is not done again after the coordinator restarts.',
      ...again.slice(0, 3).map(({ worker, file }) => `${worker} was given ${file} to map again`),
      'reduce tasks had begun before the restart, so every map had been reported',
    );
  },
});

export const coordinatorScenarios: readonly Scenario[] = [
  coordinatorRestarts,
  coordinatorRemembers,
];
