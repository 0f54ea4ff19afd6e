import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { until, wait, type Script } from '../../../harness/vocabulary/script.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { outputName } from '../api.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import type { JobWorld } from '../job-world.ts';
import { mapTask } from '../attempts.ts';
import { tenSecondsEach } from '../promises/ten-seconds-each.ts';
import { PATIENCE_MS, JobStage, type Phase } from './stage.ts';

const PHASES: readonly Phase[] = ['map', 'reduce'];
/** A free worker has the task of a late one by then: ten seconds, and time to look and to ask. */
const AGAIN_MS_MAX = 13_000;
/** More than there are tasks: whoever has none is free. */
const WORKERS = 9;

/**
 * A worker stands still as soon as it has begun. All others are free when its ten seconds are over: one
 * of them gets the task, no sooner and not much later, and then has ten seconds of its own.
 */
export const handedOutAgain = jobScenario({
  id: 'handed-out-again',
  title: 'a late task is handed out again, once',
  part: '1C',
  points: 1,
  source:
    'MapReduce paper, 3.3; 6.5840 Lab 1: "if a worker has not completed its task in ten seconds"',
  holdsTo:
    'A task that was handed out and not finished is handed out again after 10 s, not sooner, and to a free worker within 13 s; so is that attempt.',
  kind: 'exploration',
  seeds: 10,
  workers: WORKERS,
  app: { name: 'letters', mapMs: [4_000, 8_000], reduceTaskMs: [4_000, 8_000] },
  doProcessesFail: true,
  *play(world) {
    yield* playStraggler(world, world.random.pick(PHASES));
    yield* world.finish(JOB_MS);
  },
});

const AGAIN_IN_TIME: NamedPromise = {
  id: 'handed-out-again-in-time',
  about: 'progress',
  sentence:
    'A task that was not finished within 10 s is given to a free worker 13 s after it was handed out, at the latest.',
};

function* playStraggler(world: JobWorld, phase: Phase): Script {
  const { sim, random } = world;
  const stage = new JobStage(world);
  const lastSteps = new LastSteps(sim, 'handed-out-again');
  let straggler: string | null = null;
  world.holdTo(tenSecondsEach((worker) => worker === straggler));
  const first = yield* stage.first(phase);
  if (first === null) return;
  const firstUs = sim.nowUs;
  stage.pause(first.worker);
  straggler = world.nameOf(first.worker);
  const second = yield* stage.another(phase, first);
  const task = phase === 'map' ? mapTask(first.task) : outputName(Number(first.task));
  const afterMs = (sim.nowUs - firstUs) / 1_000;
  world.demand(
    second !== null && afterMs <= AGAIN_MS_MAX,
    AGAIN_IN_TIME,
    `${world.nameOf(first.worker)} began with ${task} at ${seconds(firstUs)}, and stood still`,
    second === null
      ? `by ${seconds(sim.nowUs)} nobody else had begun with it`
      : `${world.nameOf(second.worker)} began with it at ${seconds(sim.nowUs)}`,
    'all other workers were free by then, or waited for the next phase',
  );
  lastSteps.reach();
  yield* until(() => isOver(world, phase, first.task), PATIENCE_MS);
  yield* wait(random.between(0, 5_000));
  stage.resume(first.worker);
}

function isOver(world: JobWorld, phase: Phase, task: string): boolean {
  if (phase === 'map') return world.factsOf('map-ended').some(({ file }) => file === task);
  return world.written.has(outputName(Number(task)));
}
