import type { Json } from '../check/history/operation.ts';
import { roleOf, type Member } from '../vocabulary/role.ts';
import type { Boot, ServerContract } from '../vocabulary/server.ts';
import type { Disk } from './disk.ts';

/** One process of a run, as a scenario states it. */
export interface ProcessSpec extends Member {
  /** What its program is started with. */
  readonly options?: Json;
}

/** `count` processes that differ in their numbers only, named by their role: `clerk-0`, `clerk-1`. */
export function severalOf(
  count: number,
  spec: Omit<ProcessSpec, 'name'>,
  { from = 0 }: { readonly from?: number } = {},
): ProcessSpec[] {
  const role = roleOf({ name: '', ...spec });
  return Array.from({ length: count }, (_, i) => ({ ...spec, name: `${role}-${from + i}` }));
}

/** `count` servers of one group, as in a lab whose only program is its server. */
export function serverProcesses(count: number): ProcessSpec[] {
  return severalOf(count, { program: 'server', group: 'servers' });
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
    records: disk.sortedRecords(),
  };
}
