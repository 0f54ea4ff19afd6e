import type { Plan, Scenario } from '../../harness/scenario/scenario.ts';
import { severalOf, type ProcessSpec } from '../../harness/sim/process.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import { DEVICE } from '../../harness/vocabulary/role.ts';
import { together, type Script } from '../../harness/vocabulary/script.ts';
import { APPS } from './apps/apps.ts';
import { runSequentially } from './apps/sequential.ts';
import { FILES } from './files/file-rpc.ts';
import { JobWorld } from './job-world.ts';
import type { AppOptions } from './news.ts';
import { TEXTS } from './texts/all.ts';

/** What a MapReduce scenario states; the rest has defaults. */
export interface JobScenario {
  readonly id: string;
  readonly title: string;
  readonly part: '1A' | '1B' | '1C';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly kind?: 'parity' | 'exploration';
  readonly network?: NetworkName;
  readonly seeds?: number;
  readonly workers: number;
  readonly reduceTasks?: number;
  /** The input files, by their names; the eight passages by default. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What the workers run; maps of no time at all by default. */
  readonly app: Pick<AppOptions, 'name'> & Partial<AppOptions>;
  /** Whether processes fail here, so that workers may exit too early and are started again. */
  readonly doProcessesFail?: boolean;
  readonly plan?: Plan;
  play(world: JobWorld): Script;
}

/** Seeds by default: enough for a bug that shows in one run of five to escape with a chance of 1%. */
const DEFAULT_SEEDS = 20;
/** Fewer than 6.5840's ten, because the texts are shorter: a file still takes several writes. */
const REDUCE_TASKS = 6;
/** A call to a process that is gone gives up this soon, as in 6.5840's labs of clients. */
const GIVE_UP_MS = 100;
/** How long a job may take once nothing fails: several rounds of tasks that have to be handed out again. */
export const JOB_MS = 120_000;

/** Makes a scenario of one that sees a MapReduce job. */
export function jobScenario(given: JobScenario): Scenario {
  const { workers, app, reduceTasks = REDUCE_TASKS, doProcessesFail = false, ...more } = given;
  const { texts = TEXTS, ...rest } = more;
  const job = { files: Object.keys(texts), reduceTasks };
  // The grader reads every scenario of every lab: none computes anything before it is played.
  let outputs: Map<string, string> | undefined;
  const worldOf = (sim: Simulation, seed: number): JobWorld => {
    outputs ??= runSequentially(APPS[app.name], texts, job);
    return new JobWorld(sim, seed, {
      files: job.files,
      outputs,
      mayWorkersExit: doProcessesFail,
    });
  };
  return {
    kind: 'parity',
    network: 'reliable',
    seeds: DEFAULT_SEEDS,
    giveUpMs: GIVE_UP_MS,
    ...rest,
    processes: processes(workers, job, { ...CALM, ...app, reduceTasks }),
    script(sim, seed) {
      const world = worldOf(sim, seed);
      const play = given.play(world);
      return doProcessesFail ? together(sim, [world.keepWorkersRunning(), play]) : play;
    },
    watch(sim, seed) {
      const world = worldOf(sim, seed);
      return {
        *converge() {
          if (!doProcessesFail) return yield* world.finish(JOB_MS);
          // With their restarts left out, workers that are gone are started again as the handout says.
          yield* together(sim, [world.keepWorkersRunning(), world.finish(JOB_MS)]);
        },
      };
    },
  };
}

const NONE = [0, 0] as const;
const CALM = {
  mapMs: NONE,
  reduceMs: NONE,
  reduceTaskMs: NONE,
  slowKey: null,
  troubleUntilMs: 0,
} as const;

function processes(
  workers: number,
  job: { files: readonly string[]; reduceTasks: number },
  app: AppOptions,
): ProcessSpec[] {
  const coordinator = 'coordinator';
  const { slowKey, ...plain } = app;
  const options = { coordinator, app: { ...plain, slowKey: slowKey && { ...slowKey } } };
  return [
    { program: 'coordinator', name: coordinator, options: job },
    ...severalOf(workers, { program: 'worker', options }),
    { program: 'files', name: FILES, role: DEVICE },
  ];
}
