import type { Json } from '../check/history/operation.ts';
import type { Boot, ServerContract } from '../vocabulary/server.ts';
import { sortedRecords, type Disk } from './disk.ts';

/** One process of a run, as a scenario states it. A process is known by its number: its place in the list. */
export interface ProcessSpec {
  /** Which of the lab's programs it runs. */
  readonly program: string;
  /** How others reach it. */
  readonly name: string;
  /** Processes of one group are each other's peers; without a group it is its only peer. */
  readonly group?: string;
  /** What its program is started with. */
  readonly options?: Json;
  /** A device beside the servers, such as a file store: no fault of the network touches its links. */
  readonly isDevice?: boolean;
}

/** What people call a process: `clerk 2` for `clerk-2`. */
export function spokenName({ name }: Pick<ProcessSpec, 'name'>): string {
  return name.replace('-', ' ');
}

/** `count` servers of one group, as in a lab whose only program is its server. */
export function serverProcesses(count: number): ProcessSpec[] {
  return Array.from({ length: count }, (_, i) => ({
    program: 'server',
    name: `server-${i}`,
    group: 'servers',
  }));
}

/** The numbers of the processes that are `process`'s peers, itself included. */
function peersOf(specs: readonly ProcessSpec[], process: number): number[] {
  const group = specs[process]?.group;
  if (group === undefined) return [process];
  return specs.flatMap((each, number) => (each.group === group ? [number] : []));
}

/** What the next incarnation of a process knows when it starts. */
export function bootOf(
  specs: readonly ProcessSpec[],
  process: number,
  {
    contract,
    randomSeed,
    disk,
  }: {
    readonly contract: ServerContract;
    readonly randomSeed: number;
    readonly disk: Readonly<Disk>;
  },
): Boot {
  const { program, name, options = null } = specs[process] as ProcessSpec;
  const { state, snapshot } = disk;
  const peers = peersOf(specs, process);
  const me = peers.indexOf(process);
  const names = specs.map((each) => each.name);
  return {
    program,
    name,
    me,
    peers,
    names,
    options: JSON.stringify(options),
    contract,
    randomSeed,
    state,
    snapshot,
    records: sortedRecords(disk),
  };
}
