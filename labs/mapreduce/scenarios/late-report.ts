import { until, type Script } from '../../../harness/scenario/script.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import { COORDINATOR, type JobWorld } from '../job-world.ts';
import { PATIENCE_MS, Puppeteer, type Attempt } from './attempts.ts';

/**
 * What a worker says of a map task reaches the coordinator after another has done the same task. Maps
 * take long and only one worker is left, so that others are still to be done by then.
 */
export const lateReport = jobScenario({
  id: 'late-report',
  title: 'a report comes when another worker has done the task',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: completion messages for a completed task',
  kind: 'exploration',
  workers: 2,
  app: { name: 'word-count', mapMs: [2_000, 7_000] },
  doProcessesFail: true,
  *play(world) {
    yield* playLateReport(world);
    yield* world.finish(JOB_MS);
  },
});

function* playLateReport(world: JobWorld): Script {
  const { sim } = world;
  const puppeteer = new Puppeteer(world);
  sim.reached.set('late-report', 0);
  const first = yield* puppeteer.first('map');
  if (first === null) return;
  const hasMapped = ({ worker, task }: Attempt): boolean =>
    world
      .factsOf('map-ended')
      .some((fact) => fact.worker === world.nameOf(worker) && fact.file === task);
  yield* until(() => hasMapped(first), PATIENCE_MS);
  puppeteer.hold = (from, to) => from === first.worker && to === COORDINATOR;
  const second = yield* puppeteer.another('map', first);
  if (second === null) return;
  yield* until(() => hasMapped(second), PATIENCE_MS);
  // A coordinator that counts it twice then takes the one file that is left for mapped.
  yield* until(() => unmapped(world) <= 1, PATIENCE_MS);
  const isOneLeft = unmapped(world) === 1;
  puppeteer.hold = () => false;
  sim.release();
  if (isOneLeft) sim.reached.set('late-report', 1);
}

function unmapped(world: JobWorld): number {
  const mapped = new Set(world.factsOf('map-ended').map(({ file }) => file));
  return world.target.files.length - mapped.size;
}
