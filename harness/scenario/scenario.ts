import type { Describe } from '../trace/story.ts';
import type { FaultPlan } from '../faults/fault.ts';
import type { NetworkName } from '../sim/network.ts';
import type { ServerContract } from '../sim/server.ts';
import type { Simulation } from '../sim/simulation.ts';
import type { Script } from './script.ts';

/** One test of a lab: data, plus a script. The grader, the handout and the docs read the same value. */
export interface Scenario {
  readonly id: string;
  readonly title: string;
  /** Part of the lab, such as '3A'. */
  readonly part: string;
  readonly points: number;
  /** Section of the paper, or test of the peer, that it stands for. */
  readonly source: string;
  /** Parity scenarios stand for a test of 6.5840; exploration looks for more. */
  readonly kind: 'parity' | 'exploration';
  readonly servers: number;
  readonly network: NetworkName;
  /** Seeds that `test` runs by default. */
  readonly seeds: number;
  /** Faults that strike on their own, drawn from the run's seed. */
  plan?(seed: number): FaultPlan;
  script(sim: Simulation, seed: number): Script;
}

/** One lab of the course, found by its folder. */
export interface Lab {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  /** Places in a submission where its server may be, first match taken. */
  readonly entries: readonly string[];
  readonly contract: ServerContract;
  readonly parts: readonly {
    readonly id: string;
    readonly title: string;
    readonly points: number;
  }[];
  readonly scenarios: readonly Scenario[];
  /** Words for the events of a run, for the story of a failure. */
  readonly describe: Describe;
}
