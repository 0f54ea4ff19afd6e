import { severalOf, type ProcessSpec } from '../../harness/sim/process.ts';
import type { Groups } from './api.ts';

/** The group of the shard controllers. */
export const CONTROLLERS = 'ctl';
/** Shard controllers, as in 6.5840. */
const CONTROLLER_COUNT = 3;
/** Servers of one shard group, where a scenario says nothing else, as in 6.5840. */
const SERVERS_PER_GROUP = 3;

/** Which processes a scenario has. All of them run from the start; a group idles until it has joined. */
export interface Layout {
  /** Groups of shard servers, numbered from 1. */
  readonly groups: number;
  /** How many servers each group has, from group 1 on; three where it says nothing. */
  readonly sizes?: readonly number[];
  /** Groups that only have a name, as in Part 5A: one machine each, which is switched off. */
  readonly namedGroups: number;
  readonly admins: number;
  readonly clerks: number;
  /** When the shard servers and the controllers take a snapshot. */
  readonly maxStateBytes: number | null;
  readonly controllerMaxStateBytes: number | null;
}

/** Every process of a scenario, servers first. Clients and machines that are switched off do not crash. */
export function shardProcesses(layout: Layout): ProcessSpec[] {
  const controllers = controllerNames();
  const client = { options: { controllers }, suffers: ['cut'] } as const;
  return [
    ...controllers.map((name) => ({
      program: 'controller',
      name,
      group: CONTROLLERS,
      options: { maxStateBytes: layout.controllerMaxStateBytes },
    })),
    ...upTo(layout.groups).flatMap((gid) =>
      serverNames(layout, gid).map((name) => ({
        program: 'shard-server',
        role: 'server',
        name,
        group: `g${gid}`,
        options: { gid, controllers, maxStateBytes: layout.maxStateBytes },
      })),
    ),
    ...upTo(layout.namedGroups).map((gid) => ({
      program: 'switched-off',
      name: `g${gid}-0`,
      group: `g${gid}`,
      suffers: client.suffers,
    })),
    ...severalOf(layout.admins, { program: 'admin', ...client }),
    ...severalOf(layout.clerks, { program: 'shard-clerk', role: 'clerk', ...client }),
  ];
}

function controllerNames(): string[] {
  return upTo(CONTROLLER_COUNT).map((i) => `${CONTROLLERS}-${i - 1}`);
}

/** What an admin joins: the servers of these groups. */
export function groupsOf(layout: Layout, gids: readonly number[]): Groups {
  return Object.fromEntries(gids.map((gid) => [String(gid), serverNames(layout, gid)]));
}

function serverNames(layout: Layout, gid: number): string[] {
  return upTo(sizeOf(layout, gid)).map((i) => `g${gid}-${i - 1}`);
}

function sizeOf({ groups, sizes }: Pick<Layout, 'groups' | 'sizes'>, gid: number): number {
  return gid > groups ? 1 : (sizes?.[gid - 1] ?? SERVERS_PER_GROUP);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
