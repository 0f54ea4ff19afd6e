import type { Json } from '../check/history/operation.ts';
import type { FaultPlan } from '../faults/fault.ts';
import { serverProcesses, type ProcessSpec } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Describe } from '../story/narrator.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import type { Script } from '../vocabulary/script.ts';
import type { ServerContract, ServerFactory } from '../vocabulary/server.ts';
import { isClusterSize, sizeOf, type ClusterSize } from './cluster-size.ts';

/** One test of a lab: data, plus a script. The grader, the handout and the docs read the same value. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Part of the lab, such as '3A'. */
  readonly part: string;
  readonly points: number;
  /** Section of the paper, or test of the peer, that it stands for. */
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  /** Parity scenarios stand for a test of 6.5840; exploration looks for more. */
  readonly kind: 'parity' | 'exploration';
  /** Every process of a run, in the order of their numbers; a size stands for a cluster of servers alone. */
  readonly processes: readonly ProcessSpec[] | ClusterSize;
  readonly network: NetworkName;
  /** A call to a process that is down or cut off gives up within this time; 7,000 by default. */
  readonly giveUpMs?: number;
  /** Seeds that `test` runs by default. */
  readonly seeds: number;
  readonly plan?: Plan;
  script(sim: Simulation, seed: number): Script;
  /** Watches a run for broken promises as `script` does, without acting: a recording will be played. */
  watch?(sim: Simulation, seed: number): Watch;
}

/** Faults that strike the processes of a run on their own, drawn from its seed. */
export type Plan = (seed: number, processes: readonly ProcessSpec[]) => FaultPlan;

/** What stands in for a scenario's script while a recording is played. */
export interface Watch {
  /** Heals the world and demands that it converges. */
  converge(): Script;
  /** Whether a client may be called so: with other calls left out, its last one may still go on. */
  mayCall?(process: number, method: string, args: readonly Json[]): boolean;
  /** Judges, when all has been played, what no single event breaks. */
  judge?(): void;
}

/** A class that processes of a lab run, each start in a realm of its own. */
type Program = {
  readonly contract: ServerContract;
} & (
  | {
      /** 'submission:<module>' for a student's own class, or a file of the lab's folder that uses it. */
      readonly source: string;
    }
  | {
      /** Starts an incarnation that is no student's code, such as a file store. */
      readonly native: ServerFactory['create'];
    }
);

/** One lab of the course, found by its folder. */
export interface Lab {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** The student's modules by what they are for: places in a submission, first match taken. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly programs: Readonly<Record<string, Program>>;
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    readonly points: number;
    /** The module that it is most about: where to look first when no line is known. */
    readonly module: string;
  }[];
  readonly scenarios: readonly Scenario[];
  /** Words for the events of a run, for the story of a failure. */
  readonly describe: Describe;
}

/** Every process of a run of the scenario, in the order of their numbers. */
export function processesOf(
  { processes }: Pick<Scenario, 'processes'>,
  seed: number,
): readonly ProcessSpec[] {
  return isClusterSize(processes) ? serverProcesses(sizeOf(processes, seed)) : processes;
}
