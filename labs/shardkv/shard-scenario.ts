import type { Plan, Scenario } from '../../harness/scenario/scenario.ts';
import type { NetworkName } from '../../harness/vocabulary/network-preset.ts';
import type { Script } from '../../harness/vocabulary/script.ts';
import { processesOf, type Layout } from './layout.ts';
import { ShardWorld } from './shard-world.ts';

/** What a scenario of this lab states; the rest has defaults. */
export interface ShardScenario extends Partial<Layout> {
  readonly id: string;
  readonly title: string;
  readonly part: '5A' | '5B' | '5C' | '5D';
  readonly points: number;
  readonly source: string;
  /** The promise of the handout that it holds the student to, in one sentence. */
  readonly holdsTo: string;
  readonly kind?: 'parity' | 'exploration';
  readonly network?: NetworkName;
  readonly seeds?: number;
  readonly plan?: Plan;
  play(world: ShardWorld): Script;
}

/** 6.5840's key/value services learn within 100 ms that a server is down or cut off. */
const GIVE_UP_MS = 100;
/** Clerks' queries make a long log, which every save writes anew; only Part 5A keeps it all. */
const CONTROLLER_STATE_BYTES = 4_000;
/** Seeds by default: each costs twenty times what one of a lone Raft does. */
const DEFAULT_SEEDS = 5;

/** Makes a scenario of one that sees a sharded store. */
export function shardScenario(given: ShardScenario): Scenario {
  const layout: Layout = {
    groups: given.groups ?? 0,
    namedGroups: given.namedGroups ?? 0,
    ...(given.sizes === undefined ? {} : { sizes: given.sizes }),
    admins: given.admins ?? 1,
    clerks: given.clerks ?? 0,
    maxStateBytes: given.maxStateBytes ?? null,
    controllerMaxStateBytes:
      given.controllerMaxStateBytes ?? (given.groups === undefined ? null : CONTROLLER_STATE_BYTES),
  };
  const { id, title, part, points, source, holdsTo, plan } = given;
  return {
    id,
    title,
    part,
    points,
    source,
    holdsTo,
    kind: given.kind ?? 'parity',
    network: given.network ?? 'reliable',
    seeds: given.seeds ?? DEFAULT_SEEDS,
    processes: processesOf(layout),
    giveUpMs: GIVE_UP_MS,
    ...(plan === undefined ? {} : { plan }),
    script: (sim, seed) => given.play(new ShardWorld(sim, seed, layout)),
    watch: (sim, seed) => new ShardWorld(sim, seed, layout).watch(),
  };
}
