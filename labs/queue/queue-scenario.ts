import type { FaultPlan } from '../../harness/faults/fault.ts';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import { severalOf, type ProcessSpec } from '../../harness/sim/process.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import { DEVICE, nameOf, numbersOf } from '../../harness/vocabulary/role.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import type { Terms } from './fact.ts';
import { OUTSIDE } from '../outside/outside-rpc.ts';
import type { WorkOptions } from './programs/timed-work.ts';
import { QueueWorld } from './queue-world.ts';

/** What a scenario of the queue states; the rest has defaults. */
export interface QueueScenario {
  readonly id: string;
  readonly title: string;
  readonly part: '6A' | '6B' | '6C' | '6D';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly network?: NetworkName;
  readonly seeds?: number;
  readonly publishers: number;
  /** How long each consumer takes for a message. */
  readonly consumers: readonly WorkOptions['workMs'][];
  readonly prefetch: number;
  readonly deliveriesMax?: number;
  plan?(seed: number, processes: readonly ProcessSpec[]): FaultPlan;
  play(world: QueueWorld): Script;
}

/** Seeds by default: enough for a bug that shows in one run of five to escape with a chance of 1%. */
const DEFAULT_SEEDS = 20;
/** A call to a process that is gone gives up this soon, as in all labs of clients. */
const GIVE_UP_MS = 100;
/** More than any message is handed out where the limit is not what a scenario is about. */
const NO_LIMIT = 1_000;

/** Makes a scenario of one that sees a queue. */
export function queueScenario(given: QueueScenario): Scenario {
  const { publishers, consumers, prefetch, deliveriesMax = NO_LIMIT, ...rest } = given;
  const { network = 'reliable', part } = given;
  const broker = 'broker';
  const processes: readonly ProcessSpec[] = [
    { program: 'broker', name: broker, options: { deliveriesMax } },
    ...severalOf(publishers, { program: 'publisher', options: { broker } }, { from: 1 }),
    ...consumers.map((workMs, i): ProcessSpec => {
      return {
        program: 'consumer',
        name: `consumer-${i + 1}`,
        options: { broker, prefetch, workMs },
      };
    }),
    { program: 'outside', name: OUTSIDE, role: DEVICE },
  ];
  const terms: Terms = {
    consumers: numbersOf(processes, 'consumer').map((each) => nameOf(processes, each)),
    prefetch,
    deliveriesMax,
    isLossy: network !== 'reliable',
    hasOneEffect: part === '6D',
  };
  const worldOf = (sim: Simulation, seed: number): QueueWorld => new QueueWorld(sim, seed, terms);
  return {
    kind: 'exploration',
    seeds: DEFAULT_SEEDS,
    giveUpMs: GIVE_UP_MS,
    ...rest,
    network,
    processes,
    script: (sim, seed) => given.play(worldOf(sim, seed)),
    watch(sim, seed) {
      const world = worldOf(sim, seed);
      return { converge: () => world.drain() };
    },
  };
}
