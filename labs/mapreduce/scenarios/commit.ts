import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { outputName } from '../api.ts';
import { isOutput } from '../files/output-names.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import type { JobWorld } from '../job-world.ts';
import { PATIENCE_MS, JobStage, type Phase } from './stage.ts';

const PHASES: readonly Phase[] = ['map', 'reduce'];
/** Attempts, in a million, that stand still before they have changed anything. */
const UNBEGUN = 350_000;
/** File changes in one attempt: a few for each of a map task's files, for the one of a reduce task fewer. */
const CHANGES_MAX = { map: 40, reduce: 5 } as const;
/** Files of a map task, one for each reduce task. */
const OPENS_MAX = 6;
/** How long a worker stands still in the middle of a file, while others may read it. */
const FREEZE_MS = 2_000;

/** Crashes in each phase: enough to meet several turns of an attempt, few enough for the job to go on. */
const CRASHES = 3;
/** File changes at which a worker may die: those of a few map tasks, or of one reduce task. */
const FUSE_MAX = { map: 60, reduce: 5 } as const;
/** A fuse that burns until the worker has asked for the name of an output. */
const AT_RENAME = 'at the rename';
type Fuse = number | typeof AT_RENAME;

/**
 * A worker's fuse burns with each file change that it begins: it dies in the middle of any. In half of
 * the reduces it dies when it has asked for the rename of its output, and nobody hears that it did.
 */
const crashInCommit = jobScenario({
  id: 'crash-in-commit',
  title: 'workers crash while they write files',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: atomic commits of task outputs',
  holdsTo:
    'A crash may fall between the write and the rename, or between the rename and the report: the task is done once more.',
  kind: 'exploration',
  workers: 3,
  app: { name: 'word-count', mapMs: [100, 500] },
  doProcessesFail: true,
  *play(world) {
    const { random } = world;
    const stage = new JobStage(world);
    const lastSteps = new LastSteps(world.sim, 'crash-in-commit');
    const phases = {
      map: { crashes: 0, fuses: new Map<number, Fuse>() },
      reduce: { crashes: 0, fuses: new Map<number, Fuse>() },
    };
    const newFuse = (phase: Phase): Fuse =>
      phase === 'reduce' && random.chance(500_000) ? AT_RENAME : random.between(1, FUSE_MAX[phase]);
    stage.onChange((worker, method, args) => {
      const phase = world.factsOf('reduce-started').length > 0 ? 'reduce' : 'map';
      const { crashes, fuses } = phases[phase];
      if (crashes === CRASHES) return false;
      const fuse = fuses.get(worker) ?? newFuse(phase);
      fuses.set(worker, fuse === AT_RENAME ? fuse : fuse - 1);
      if (fuse === AT_RENAME ? !isOutputRename(method, args) : fuse > 1) return false;
      fuses.delete(worker);
      phases[phase].crashes++;
      if (phase === 'reduce') lastSteps.reach();
      return true;
    });
    yield* until(() => phases.reduce.crashes === CRASHES || world.isDone, PATIENCE_MS);

    yield* world.finish(JOB_MS);
  },
});

function isOutputRename(method: string, args: string): boolean {
  return method === 'rename' && isOutput((JSON.parse(args) as { to: string }).to);
}

/**
 * A first attempt is about to rename its file, but the message is slow. A second attempt begins to
 * write the same, and stands still in the middle of it: now the first one's rename arrives.
 */
const twoWriters = jobScenario({
  id: 'two-writers',
  title: 'two attempts at one task write at once',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: private temporary files',
  holdsTo:
    'Each attempt keeps to itself until it is done: it writes files that no other attempt writes.',
  kind: 'exploration',
  workers: 3,
  app: { name: 'word-count', mapMs: [100, 500], reduceTaskMs: [300, 1_000] },
  doProcessesFail: true,
  *play(world) {
    const stage = new JobStage(world);
    const lastSteps = new LastSteps(world.sim, 'two-writers');
    // Not every map renames what it wrote; a reduce has to.
    const phase = world.random.pick(PHASES);
    yield* playTwoWriters(stage, phase, lastSteps);
    if (lastSteps.count === 0 && phase === 'map') yield* playTwoWriters(stage, 'reduce', lastSteps);
    yield* world.finish(JOB_MS);
  },
});

/** It comes to the point when the first one's rename arrives in the middle of the second one's file. */
function* playTwoWriters(stage: JobStage, phase: Phase, lastSteps: LastSteps): Steps<void> {
  const { world } = stage;
  const first = yield* stage.first(phase);
  if (first === null) return;
  const held = stage.holdOne(({ from, method, args }) => {
    return from === first.worker && isCommit(phase, first.task, method, args);
  });
  const isPast = (): boolean => phase === 'map' && world.factsOf('reduce-started').length > 0;
  yield* until(() => held.hasCome || isPast() || world.isDone, PATIENCE_MS);
  const second = held.hasCome ? yield* stage.again(phase, first) : null;
  if (second === null) return;
  let changesLeft = world.random.between(1, 3);
  stage.onChange((worker) => {
    if (worker === second.worker && --changesLeft === 0) stage.pause(worker);
    return false;
  });
  yield* until(() => changesLeft <= 0 || world.isDone, PATIENCE_MS);
  if (changesLeft > 0) return;
  yield* wait(5);
  stage.release();
  lastSteps.reach();
  yield* wait(FREEZE_MS);
  stage.resume(second.worker);
}

/** A worker may have several tasks at once: of a reduce, the output's name tells which one it is. */
function isCommit(phase: Phase, task: string, method: string, args: string): boolean {
  if (method !== 'rename') return false;
  return phase === 'map' || (JSON.parse(args) as { to: string }).to === outputName(Number(task));
}

/**
 * A worker stands still in the middle of an attempt until its task has long been done by another, and
 * then goes on as if nothing had happened: what it opens now, others rely on.
 */
const lateWriter = jobScenario({
  id: 'late-writer',
  title: 'a straggler writes after its task is done',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.6: stragglers',
  holdsTo:
    'Two attempts at one task may run at the same time, and both may finish, whichever is the later.',
  kind: 'exploration',
  workers: 3,
  app: { name: 'word-count', mapMs: [100, 500], reduceTaskMs: [300, 1_000] },
  doProcessesFail: true,
  *play(world) {
    yield* playLateWriter(world, world.random.pick(PHASES));
    yield* world.finish(JOB_MS);
  },
});

function* playLateWriter(world: JobWorld, phase: Phase): Script {
  const { sim, random } = world;
  const stage = new JobStage(world);
  const lastSteps = new LastSteps(sim, 'late-writer');
  const first = yield* stage.first(phase);
  if (first === null) return;
  let changesLeft = random.chance(UNBEGUN) ? 0 : random.between(1, CHANGES_MAX[phase]);
  if (changesLeft === 0) stage.pause(first.worker);
  // Who has not begun goes through its files from the first: those that others rely on come later.
  let opensLeft = changesLeft === 0 ? random.between(1, OPENS_MAX) : 1;
  stage.onChange((worker, method) => {
    if (worker !== first.worker) return false;
    if (--changesLeft === 0) stage.pause(worker);
    if (changesLeft < 0 && method === 'open' && --opensLeft === 0) stage.pause(worker);
    return false;
  });
  const reduces = random.between(1, 3);
  const isLate = (): boolean =>
    phase === 'map' ? world.factsOf('reduce-started').length >= reduces : world.isDone;
  const isInTime = yield* until(isLate, PATIENCE_MS);
  if (changesLeft > 0) return;
  if (!isInTime)
    world.stall(`others to do the task of ${world.nameOf(first.worker)}, which is paused`);
  stage.resume(first.worker);
  lastSteps.reach();
  yield* until(() => opensLeft <= 0, FREEZE_MS);
  yield* wait(FREEZE_MS);
  stage.resume(first.worker);
}

export const commitScenarios: readonly Scenario[] = [crashInCommit, twoWriters, lateWriter];
