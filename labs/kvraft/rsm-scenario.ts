import type { Plan, Scenario } from '../../harness/scenario/scenario.ts';
import { severalOf } from '../../harness/sim/process.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import { RsmWorld } from './rsm-world.ts';

/** What a scenario of the replicated state machine states; the rest has defaults. */
export interface RsmScenario {
  readonly id: string;
  readonly title: string;
  readonly part: '4A' | '4C';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly kind?: 'parity' | 'exploration';
  readonly network?: NetworkName;
  readonly seeds?: number;
  /** When a snapshot is due; without it, never. */
  readonly maxStateBytes?: number;
  readonly plan?: Plan;
  play(world: RsmWorld): Script;
}

/** As in 6.5840's tests of the replicated state machine. */
const SERVERS = 3;
/** Key/value clients lose patience sooner than Rafts (6.5840's short delay for calls into the void). */
export const GIVE_UP_MS = 100;
const DEFAULT_SEEDS = 20;

/** Makes a scenario of one that sees replicated state machines. */
export function rsmScenario(given: RsmScenario): Scenario {
  const { maxStateBytes = null, ...rest } = given;
  return {
    kind: 'parity',
    network: 'reliable',
    seeds: DEFAULT_SEEDS,
    giveUpMs: GIVE_UP_MS,
    processes: severalOf(SERVERS, {
      program: 'rsm',
      role: 'server',
      group: 'servers',
      options: { maxStateBytes },
    }),
    ...rest,
    script: (sim, seed) => given.play(new RsmWorld(sim, seed)),
    watch: (sim, seed) => new RsmWorld(sim, seed).watch(),
  };
}
