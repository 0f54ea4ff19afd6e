import type { Scenario } from '../../../harness/scenario/scenario.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import type { JobWorld } from '../job-world.ts';
import { mapOnce, reduceKeyOnce, reduceTaskOnce } from '../promises/begun-once.ts';

/** With what the handout allows for files and reports, this is just under ten seconds. */
const ALMOST_LATE_MS = [9_100, 9_400] as const;

const mapParallelism = jobScenario({
  id: 'map-parallelism',
  title: 'map parallelism',
  part: '1B',
  points: 1,
  source: 'TestMapParallel',
  holdsTo: 'Whoever is free and asks gets a task, until all are handed out.',
  workers: 2,
  app: { name: 'letters', mapMs: [1_000, 1_000] },
  *play(world) {
    yield* world.finish(JOB_MS);
    mustOverlap(world, 'map');
  },
});

const reduceParallelism = jobScenario({
  id: 'reduce-parallelism',
  title: 'reduce parallelism',
  part: '1B',
  points: 1,
  source: 'TestReduceParallel',
  holdsTo: 'Whoever is free and asks gets a task, until all are handed out: reduce tasks too.',
  workers: 2,
  app: { name: 'letters', reduceMs: [1_000, 1_000] },
  *play(world) {
    yield* world.finish(JOB_MS);
    mustOverlap(world, 'reduce');
  },
});

/** Maps take almost as long as a worker may take: none of them is late, so none is handed out twice. */
const jobCount = jobScenario({
  id: 'job-count',
  title: 'job count',
  part: '1B',
  points: 1,
  source: 'TestJobCount',
  holdsTo: 'A task that is in progress goes to nobody else for ten seconds.',
  workers: 4,
  app: { name: 'letters', mapMs: [2_000, 8_000], reduceMs: [100, 500] },
  *play(world) {
    world.holdTo(mapOnce);
    world.holdTo(reduceKeyOnce);
    yield* world.finish(JOB_MS);
  },
});

/** Every task takes almost as long as one may: none of them is late, so none is handed out twice. */
const almostLate = jobScenario({
  id: 'almost-late',
  title: 'tasks that take almost ten seconds',
  part: '1B',
  points: 1,
  source: 'TestJobCount, with tasks of more than nine seconds',
  holdsTo: 'A task that was handed out is handed out again after ten seconds, not sooner.',
  seeds: 5,
  workers: 4,
  app: { name: 'letters', mapMs: ALMOST_LATE_MS, reduceTaskMs: ALMOST_LATE_MS },
  *play(world) {
    world.holdTo(mapOnce);
    world.holdTo(reduceTaskOnce);
    yield* world.finish(JOB_MS);
  },
});

/** One key takes so long that the other workers have nothing to do for a while. */
const earlyExit = jobScenario({
  id: 'early-exit',
  title: 'early exit',
  part: '1B',
  points: 2,
  source: 'TestEarlyExit',
  holdsTo: 'A free worker waits until all output is there, and done() is not true before that.',
  workers: 4,
  app: { name: 'letters', slowKey: { key: 's', ms: 5_000 } },
  *play(world) {
    world.holdTo(reduceTaskOnce);
    yield* world.finish(JOB_MS);
  },
});

export const parity1B: readonly Scenario[] = [
  mapParallelism,
  reduceParallelism,
  jobCount,
  almostLate,
  earlyExit,
];

/** At some time, two workers must have been at calls of this kind. */
function mustOverlap(world: JobWorld, kind: 'map' | 'reduce'): void {
  const busy = new Set<string>();
  let most = 0;
  for (const fact of world.facts) {
    if (!('worker' in fact)) continue;
    if (fact.kind === `${kind}-started`) busy.add(fact.worker);
    else if (fact.kind === `${kind}-ended`) busy.delete(fact.worker);
    most = Math.max(most, busy.size);
  }
  const overlap: NamedPromise = {
    id: `${kind}s-overlap`,
    sentence: `Workers that are free at the same time ${kind} at the same time.`,
  };
  const evidence = `no two of the ${world.workers.length} workers were ever in ${kind}() at once`;
  world.demand(most >= 2, overlap, evidence);
}
