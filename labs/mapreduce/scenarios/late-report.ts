import { LastSteps } from '../../../harness/adversary/rounds.ts';
import { until, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import type { JobWorld } from '../job-world.ts';
import { PATIENCE_MS, Stage, type Attempt } from './stage.ts';

/**
 * What a worker says of a map task reaches the coordinator after another has done the same task. Maps
 * take long and only one worker is left, so that others are still to be done by then.
 */
export const lateReport = jobScenario({
  id: 'late-report',
  title: 'a task is reported by two workers',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: completion messages for a completed task',
  holdsTo: 'A report may come twice, or when the task has long been finished by somebody else.',
  kind: 'exploration',
  workers: 2,
  app: { name: 'word-count', mapMs: [2_000, 7_000], reduceTaskMs: [300, 1_000] },
  doProcessesFail: true,
  *play(world) {
    yield* playLateReport(world);
    yield* world.finish(JOB_MS);
  },
});

function* playLateReport(world: JobWorld): Script {
  const { sim, random } = world;
  const stage = new Stage(world);
  const lastSteps = new LastSteps(sim, 'late-report');
  const isInReduces = random.chance(500_000);
  // Late among the maps, it must be early enough for others to follow; late among the reduces, its
  // number should be one that is not yet at work.
  const skip = isInReduces ? random.between(2, 5) : random.between(0, 1);
  const first = yield* stage.first('map', skip);
  if (first === null) return;
  const hasMapped = ({ worker, task }: Attempt): boolean =>
    world
      .factsOf('map-ended')
      .some((fact) => fact.worker === world.nameOf(worker) && fact.file === task);
  yield* until(() => hasMapped(first), PATIENCE_MS);
  stage.hold({ from: first.worker, to: world.coordinator });
  const second = yield* stage.another('map', first);
  if (second === null) return;
  yield* until(() => hasMapped(second), PATIENCE_MS);
  yield* lastSteps.play(isInReduces ? reducing(world) : oneFileLeft(world));
  stage.letGo();
}

/** A coordinator that counts the late report takes the one file that is left for mapped. */
function* oneFileLeft(world: JobWorld): Steps<boolean> {
  yield* until(() => unmapped(world) <= 1, PATIENCE_MS);
  return unmapped(world) === 1;
}

/** A coordinator that forgets what kind of task it is takes a reduce task of its number for finished. */
function reducing(world: JobWorld): Steps<boolean> {
  return until(() => world.factsOf('reduce-started').length > 0, PATIENCE_MS);
}

function unmapped(world: JobWorld): number {
  const mapped = new Set(world.factsOf('map-ended').map(({ file }) => file));
  return world.target.files.length - mapped.size;
}
