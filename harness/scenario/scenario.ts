import type { Json } from '../check/history/operation.ts';
import { serverProcesses, type ProcessSpec } from '../sim/process.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Describe } from '../story/narrator.ts';
import type { FaultPlan } from '../faults/fault.ts';
import type { NetworkName } from '../vocabulary/network-preset.ts';
import type { Script } from '../vocabulary/script.ts';
import type { ServerContract, ServerFactory } from '../vocabulary/server.ts';

/** Sizes of a cluster that the seeds of a scenario take in turn, both ends included. */
interface ServerRange {
  readonly least: number;
  readonly most: number;
}

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
  /** How many servers there are, the first processes; where that is a range, each seed has its own number. */
  readonly servers: number | ServerRange;
  /** Every process of the run, servers first; without it, the servers alone. */
  readonly processes?: readonly ProcessSpec[];
  readonly network: NetworkName;
  /** A call to a process that is down or cut off gives up within this time; 7,000 by default. */
  readonly giveUpMs?: number;
  /** Seeds that `test` runs by default. */
  readonly seeds: number;
  /** Faults that strike on their own, drawn from the run's seed. */
  plan?(seed: number, servers: number): FaultPlan;
  script(sim: Simulation, seed: number): Script;
  /** Watches a run for broken promises as `script` does, without acting: a recording will be played. */
  watch?(sim: Simulation, seed: number): Watch;
}

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
  /** The student's modules by their roles: places in a submission, first match taken. */
  readonly modules: Readonly<Record<string, readonly string[]>>;
  readonly programs: Readonly<Record<string, Program>>;
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    readonly points: number;
  }[];
  readonly scenarios: readonly Scenario[];
  /** Words for the events of a run, for the story of a failure. */
  readonly describe: Describe;
}

/**
 * How many servers a run of the scenario has. Seeds take turns rather than draw, so that as many seeds in a
 * row as there are sizes meet every size.
 */
export function serversOf({ servers }: Pick<Scenario, 'servers'>, seed: number): number {
  if (typeof servers === 'number') return servers;
  const { least, most } = servers;
  return least + (seed % (most - least + 1));
}

/** Every process of a run of the scenario, in the order of their numbers. */
export function processesOf(scenario: Scenario, seed: number): readonly ProcessSpec[] {
  return scenario.processes ?? serverProcesses(serversOf(scenario, seed));
}
