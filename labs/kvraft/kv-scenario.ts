import type { Plan, Scenario } from '../../harness/scenario/scenario.ts';
import { severalOf, type ProcessSpec } from '../../harness/sim/process.ts';
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
  readonly plan?: Plan;
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
  const worldOf = (sim: Simulation, seed: number): KvWorld => new KvWorld(sim, seed, maxStateBytes);
  return {
    kind: 'parity',
    network: 'reliable',
    seeds: DEFAULT_SEEDS,
    giveUpMs: GIVE_UP_MS,
    processes: processes(servers, clerks, maxStateBytes),
    ...rest,
    script: (sim, seed) => given.play(worldOf(sim, seed)),
    watch: (sim, seed) => worldOf(sim, seed).watch(),
  };
}

/** Servers, and clerks that reach all of them whatever random plans do, but may crash. */
function processes(count: number, clerks: number, maxStateBytes: number | null): ProcessSpec[] {
  const service = { program: 'server', group: 'servers', options: { maxStateBytes } };
  const servers = severalOf(count, service);
  const options = { servers: servers.map(({ name }) => name) };
  return [...servers, ...severalOf(clerks, { program: 'clerk', options, suffers: ['crash'] })];
}
