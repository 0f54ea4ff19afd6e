import type { Plan, Scenario, Watch } from '../../harness/scenario/scenario.ts';
import { severalOf, type ProcessSpec } from '../../harness/sim/process.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import { KvWorld, LEASE_MS } from './kv-world.ts';
import { watchLeases } from './lease-watch.ts';
import { watchLocks } from './lock-watch.ts';

/** What a scenario of Lab 2 states; the rest has defaults. */
export interface KvScenario {
  readonly id: string;
  readonly title: string;
  readonly part: '2A' | '2B' | '2C' | '2D';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly kind?: 'parity' | 'exploration';
  readonly network?: NetworkName;
  readonly seeds?: number;
  /** What each client runs. */
  readonly program: 'clerk' | 'lock' | 'lease-lock' | 'many-clerks';
  readonly clients: number;
  readonly plan?: Plan;
  play(world: KvWorld): Script;
}

/** Seeds by default: enough for a bug that shows in one run of five to escape with a chance of 1%. */
const DEFAULT_SEEDS = 20;
/** A call to a server that is cut off gives up within this time, as in 6.5840. */
const GIVE_UP_MS = 100;

/** Many clerks share a process, which has no client of its own. */
const WATCHES: Partial<Record<KvScenario['program'], (world: KvWorld) => Watch>> = {
  clerk: (world) => world.watchClerks(),
  lock: watchLocks,
  'lease-lock': watchLeases,
};

/** Makes a scenario of one that sees a server and its clients. */
export function kvScenario(given: KvScenario): Scenario {
  const { program, clients, ...rest } = given;
  const watch = WATCHES[program];
  return {
    kind: 'parity',
    network: 'reliable',
    seeds: DEFAULT_SEEDS,
    giveUpMs: GIVE_UP_MS,
    processes: [SERVER, ...clerks(program, clients)],
    ...rest,
    script: (sim, seed) => given.play(new KvWorld(sim, seed)),
    ...(watch !== undefined && { watch: (sim, seed) => watch(new KvWorld(sim, seed)) }),
  };
}

/** The server may be cut off, slow or paused, but it never crashes: in this lab it has no disk. */
const SERVER: ProcessSpec = {
  program: 'server',
  name: 'server',
  suffers: ['cut', 'pause', 'drift'],
};

function clerks(program: KvScenario['program'], count: number): ProcessSpec[] {
  const options = { server: SERVER.name, leaseMs: LEASE_MS };
  return severalOf(count, { program, role: 'clerk', options }, { from: 1 });
}
