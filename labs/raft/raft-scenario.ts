import type { ClusterSize } from '../../harness/scenario/cluster-size.ts';
import type { Plan, Scenario } from '../../harness/scenario/scenario.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import { RandomStream } from '../../harness/vocabulary/random.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import { converge, convergeOnLeader } from './converge.ts';
import { RaftWorld } from './raft-world.ts';

/** What a Raft scenario states; the rest has defaults. */
export interface RaftScenario {
  readonly id: string;
  readonly title: string;
  readonly part: '3A' | '3B' | '3C' | '3D';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly servers: ClusterSize;
  readonly kind?: 'parity' | 'exploration';
  readonly network?: NetworkName;
  readonly seeds?: number;
  /** The service snapshots whenever this many commands were applied; 0, the default, for never. */
  readonly snapshotEvery?: number | ((random: RandomStream) => number);
  /** How long the service takes for a snapshot; draws of its own, the same when a recording is played. */
  readonly snapshotDelayMs?: (random: RandomStream) => () => number;
  readonly plan?: Plan;
  play(world: RaftWorld): Script;
}

/**
 * Seeds by default. In 16, a bug that shows in one run of four escapes with a chance of 1%; a parity
 * scenario does the same whatever its seed, nearly, and some of them take a tenth of a second.
 */
const SEEDS = { parity: 4, exploration: 16 } as const;

/** Makes a scenario of one that sees a Raft cluster. */
export function raftScenario(given: RaftScenario): Scenario {
  const { servers, snapshotEvery = 0, snapshotDelayMs, kind = 'parity', ...rest } = given;
  return {
    kind,
    network: 'reliable',
    seeds: SEEDS[kind],
    ...rest,
    processes: servers,
    script: (sim, seed) => given.play(worldOf(sim, seed, snapshotEvery, snapshotDelayMs)),
    watch(sim, seed) {
      const world = worldOf(sim, seed, snapshotEvery, snapshotDelayMs);
      world.commandPrefix = 'y';
      const isElection = given.part === '3A';
      return { converge: () => (isElection ? convergeOnLeader(world) : converge(world)) };
    },
  };
}

function worldOf(
  sim: Simulation,
  seed: number,
  snapshotEvery: NonNullable<RaftScenario['snapshotEvery']>,
  snapshotDelayMs: RaftScenario['snapshotDelayMs'],
): RaftWorld {
  const world = new RaftWorld(sim, seed);
  const delayMs = snapshotDelayMs?.(new RandomStream(seed, 'service'));
  if (delayMs !== undefined) world.snapshotDelayMs = delayMs;
  world.snapshotEvery =
    typeof snapshotEvery === 'number' ? snapshotEvery : snapshotEvery(world.random);
  return world;
}
