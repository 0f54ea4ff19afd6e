import type { ProcessSpec } from '../../harness/sim/process.ts';
import type { Groups } from './api.ts';

/** Servers of one controller cluster, and of one shard group, as in 6.5840. */
export const SERVERS_PER_GROUP = 3;

/** Which processes a scenario has. All of them run from the start; a group idles until it has joined. */
export interface Layout {
  /** Groups of `SERVERS_PER_GROUP` shard servers, numbered from 1. */
  readonly groups: number;
  /** Groups that only have a name, as in Part 5A: one machine each, which is switched off. */
  readonly namedGroups: number;
  readonly admins: number;
  readonly clerks: number;
  /** When the shard servers and the controllers take a snapshot. */
  readonly maxStateBytes: number | null;
  readonly controllerMaxStateBytes: number | null;
}

/** Every process of a scenario, servers first. */
export function processesOf(layout: Layout): ProcessSpec[] {
  const controllers = controllerNames();
  const client = { controllers };
  return [
    ...controllers.map((name) => ({
      program: 'controller',
      name,
      group: 'ctl',
      options: { maxStateBytes: layout.controllerMaxStateBytes },
    })),
    ...upTo(layout.groups).flatMap((gid) =>
      serverNames(layout, gid).map((name) => ({
        program: 'shard-server',
        name,
        group: `g${gid}`,
        options: { gid, controllers, maxStateBytes: layout.maxStateBytes },
      })),
    ),
    ...upTo(layout.namedGroups).map((gid) => ({ program: 'switched-off', name: `g${gid}-0` })),
    ...upTo(layout.admins).map((i) => ({
      program: 'admin',
      name: `admin-${i - 1}`,
      options: client,
    })),
    ...upTo(layout.clerks).map((i) => ({
      program: 'shard-clerk',
      name: `clerk-${i - 1}`,
      options: client,
    })),
  ];
}

/** How many of the processes are servers. */
export function serverCount({
  groups,
  namedGroups,
}: Pick<Layout, 'groups' | 'namedGroups'>): number {
  return SERVERS_PER_GROUP * (1 + groups) + namedGroups;
}

function controllerNames(): string[] {
  return upTo(SERVERS_PER_GROUP).map((i) => `ctl-${i - 1}`);
}

/** What an admin joins: the servers of these groups. */
export function groupsOf(layout: Layout, gids: readonly number[]): Groups {
  return Object.fromEntries(gids.map((gid) => [String(gid), serverNames(layout, gid)]));
}

function serverNames({ groups }: Layout, gid: number): string[] {
  return upTo(gid <= groups ? SERVERS_PER_GROUP : 1).map((i) => `g${gid}-${i - 1}`);
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}
