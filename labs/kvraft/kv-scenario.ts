import type { FaultPlan } from '../../harness/faults/fault.ts';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import type { ProcessSpec } from '../../harness/sim/process.ts';
import type { Simulation } from '../../harness/sim/simulation.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import { KvWorld } from './kv-world.ts';
import { GIVE_UP_MS } from './rsm-scenario.ts';

/** What a scenario of the key/value service states; the rest has defaults. */
export interface KvScenario {
  readonly id: string;
  readonly title: string;
  readonly part: '4B' | '4C';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly kind?: 'parity' | 'exploration';
  readonly network?: NetworkName;
  readonly seeds?: number;
  readonly servers?: number;
  readonly clerks?: number;
  /** When a snapshot is due; without it, never. */
  readonly maxStateBytes?: number;
  plan?(seed: number): FaultPlan;
  play(world: KvWorld): Script;
}

/** As in most of 6.5840's tests of the service. */
const SERVERS = 5;
const CLERKS = 5;
/** Each run is long, and full of what may go wrong: fewer are needed than of the short scenarios. */
const DEFAULT_SEEDS = 8;

/** Makes a scenario of one that sees the service and its clerks. */
export function kvScenario(given: KvScenario): Scenario {
  const { maxStateBytes = null, servers = SERVERS, clerks = CLERKS, ...rest } = given;
  const worldOf = (sim: Simulation, seed: number): KvWorld =>
    new KvWorld(sim, seed, { servers, clerks, maxStateBytes });
  return {
    kind: 'parity',
    network: 'reliable',
    seeds: DEFAULT_SEEDS,
    giveUpMs: GIVE_UP_MS,
    processes: [...serverSpecs(servers, maxStateBytes), ...clerkSpecs(clerks, servers)],
    ...rest,
    script: (sim, seed) => given.play(worldOf(sim, seed)),
    watch: (sim, seed) => worldOf(sim, seed).watch(),
  };
}

function serverSpecs(count: number, maxStateBytes: number | null): ProcessSpec[] {
  return names('server', count).map((name) => ({
    program: 'server',
    name,
    group: 'servers',
    options: { maxStateBytes },
  }));
}

function clerkSpecs(count: number, servers: number): ProcessSpec[] {
  const options = { servers: names('server', servers) };
  return names('clerk', count).map((name) => ({ program: 'clerk', name, options }));
}

function names(role: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${role}-${i}`);
}
