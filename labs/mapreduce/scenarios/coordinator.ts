import { LastSteps } from '../../../harness/adversary/rounds.ts';
import type { Scenario } from '../../../harness/scenario/scenario.ts';
import { until, wait, type Script, type Steps } from '../../../harness/vocabulary/script.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { jobScenario, JOB_MS } from '../job-scenario.ts';
import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import type { JobFact } from '../fact.ts';
import type { JobWorld } from '../job-world.ts';
import { attemptsOf, mapTask, startBeginnings } from '../attempts.ts';

const DOWN_MS_MIN = 100;
const DOWN_MS_MAX = 3_000;

/** Each crash may leave a task handed out that nobody remembers, and a worker whose report got lost. */
const coordinatorRestarts = jobScenario({
  id: 'coordinator-restarts',
  title: 'the coordinator restarts again and again',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: master failure',
  holdsTo: 'The coordinator may crash at any moment, and is back within 3 s: the job goes on.',
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
      sim.inject({ kind: 'crash', server: world.coordinator, restartAfterMs });
      yield* wait(restartAfterMs);
    }
    yield* world.finish(JOB_MS);
  },
});

/** By then a worker has written and reported what it has done, where nothing fails. */
const REPORTED_MS = 500;

/**
 * The coordinator crashes among the maps, and as soon as reduces run, or among them. Whatever was
 * reported by then, in this life of the coordinator or in one before, is not done again.
 */
const coordinatorRemembers = jobScenario({
  id: 'coordinator-remembers',
  title: 'a coordinator restarts and goes on',
  part: '1C',
  points: 1,
  source: 'MapReduce paper, 3.3: master failure',
  holdsTo:
    'A task that was reported stays finished when the coordinator restarts, and again when it restarts once more.',
  kind: 'exploration',
  workers: 3,
  app: { name: 'letters', mapMs: [300, 2_000], reduceMs: [200, 600] },
  doProcessesFail: true,
  *play(world) {
    const { random, sim } = world;
    const lastSteps = new LastSteps(sim, 'coordinator-remembers');
    const memory = new Memory(world);
    world.holdTo(memory.finishedStaysFinished);

    yield* memory.hear(random.between(1, 3));
    yield* memory.crash();

    if (random.chance(500_000)) {
      yield* until(() => world.factsOf('reduce-started').length > 0, JOB_MS);
      // What it acts on is saved by then: every map, as soon as the first reduce has begun.
      memory.note(world.target.files.map(mapTask));
      if (random.chance(500_000)) yield* wait(random.between(0, 1_500));
    } else {
      yield* lastSteps.play(memory.hear(random.between(1, 3), 'output'));
    }
    yield* memory.crash();
    yield* world.finish(JOB_MS);
  },
});

/** Less than any restart takes, and more than a worker needs to begin with what it was given before. */
const UNDER_WAY_MS = 100;

/** What shows from outside that a task has ended. */
type Ending = 'map-ended' | 'output';

/** What a coordinator has been told, so that it must not be done again. */
class Memory {
  /** Judges every attempt as it begins. */
  readonly finishedStaysFinished: FactPromise<JobFact> = {
    id: 'finished-stays-finished',
    sentence:
      'A task that was reported as finished is not done again after the coordinator restarts.',
    source: 'MapReduce paper, 3.3: master failure',
    startCheck: () => {
      const beginningOf = startBeginnings();
      return (fact) => {
        const { worker = '', task = '', atUs = 0 } = beginningOf(fact) ?? {};
        const knownUs = this.reported.get(task);
        if (knownUs === undefined || atUs <= knownUs + UNDER_WAY_MS * 1_000) return undefined;
        return [
          `${worker} began with ${task} at ${seconds(atUs)}`,
          `it had ended at ${seconds(this.endUs(task))}, and was surely reported by ${seconds(knownUs)}`,
          `the coordinator crashed at ${this.crashesUs.map(seconds).join(' and at ')}`,
        ];
      };
    },
  };
  private readonly world: JobWorld;
  /** When each task that was surely reported was known to be. */
  private readonly reported = new Map<string, number>();
  private readonly crashesUs: number[] = [];
  private upSinceUs = 0;

  constructor(world: JobWorld) {
    this.world = world;
  }

  /** These tasks have been reported by now. */
  note(tasks: readonly string[]): void {
    const { nowUs } = this.world.sim;
    for (const task of tasks) if (!this.reported.has(task)) this.reported.set(task, nowUs);
  }

  /** Waits until so many tasks have ended, and must have been reported; returns whether they have. */
  *hear(count: number, kind: Ending = 'map-ended'): Steps<boolean> {
    const { world } = this;
    const isHeard = yield* until(() => world.isDone || this.heard(kind).length >= count, JOB_MS);
    yield* wait(REPORTED_MS);
    return isHeard;
  }

  /**
   * The tasks that this life of the coordinator has seen from their beginning to their end, by then. What
   * a worker had from an earlier life it may not be able to report to this one.
   */
  private heard(kind: Ending, byUs = this.world.sim.nowUs): string[] {
    const { world, upSinceUs } = this;
    const begunUs = upSinceUs === 0 ? 0 : upSinceUs + UNDER_WAY_MS * 1_000;
    const older = attemptsOf(world.facts).flatMap(({ atUs, task }) =>
      atUs < begunUs ? [task] : [],
    );
    const ended = world.factsOf(kind).filter(({ atUs }) => atUs <= byUs);
    return [...new Set(ended.map(endedTask))].filter((task) => !older.includes(task));
  }

  /** When the task ended first. */
  private endUs(task: string): number {
    const { world } = this;
    const ends = [...world.factsOf('map-ended'), ...world.factsOf('output')];
    return ends.find((fact) => endedTask(fact) === task)?.atUs ?? 0;
  }

  /** Crashes the coordinator, which comes back after a while. */
  *crash(): Script {
    const { sim, random, coordinator } = this.world;
    const byUs = sim.nowUs - REPORTED_MS * 1_000;
    this.note([...this.heard('map-ended', byUs), ...this.heard('output', byUs)]);
    this.crashesUs.push(sim.nowUs);
    const restartAfterMs = random.between(DOWN_MS_MIN, DOWN_MS_MAX);
    sim.inject({ kind: 'crash', server: coordinator, restartAfterMs });
    yield* wait(restartAfterMs);
    this.upSinceUs = sim.nowUs;
  }
}

function endedTask(fact: JobFact & { kind: Ending }): string {
  return fact.kind === 'output' ? fact.name : mapTask(fact.file);
}

export const coordinatorScenarios: readonly Scenario[] = [
  coordinatorRestarts,
  coordinatorRemembers,
];
