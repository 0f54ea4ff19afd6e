import type { Json } from '../../harness/check/history/operation.ts';
import type { Groups } from './api.ts';

/** What an admin asks the controllers to change. */
export type Change =
  | { readonly kind: 'join'; readonly groups: Groups }
  | { readonly kind: 'leave'; readonly gids: readonly number[] }
  | { readonly kind: 'move'; readonly shard: number; readonly gid: number };

/** The arguments with which a change calls the admin's method of its kind. */
export function argsOf(change: Change): readonly Json[] {
  switch (change.kind) {
    case 'join':
      return [change.groups];
    case 'leave':
      return [change.gids];
    case 'move':
      return [change.shard, change.gid];
  }
}

/** The change that a call of the admin's method asks for. */
export function changeOf(method: string, [first, second]: readonly Json[]): Change {
  switch (method) {
    case 'join':
      return { kind: method, groups: first as Groups };
    case 'leave':
      return { kind: method, gids: first as number[] };
    case 'move':
      return { kind: method, shard: Number(first), gid: Number(second) };
    default:
      throw new Error(`an admin has no method ${method}`);
  }
}

/** The groups that a change is about. */
export function gidsOf(change: Change): readonly number[] {
  switch (change.kind) {
    case 'join':
      return Object.keys(change.groups).map(Number);
    case 'leave':
      return change.gids;
    case 'move':
      return [change.gid];
  }
}

/** A change as a student would write it: `join(1, 2)`. */
export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'join':
      return `join(${Object.keys(change.groups).join(', ')})`;
    case 'leave':
      return `leave(${change.gids.join(', ')})`;
    case 'move':
      return `move(shard ${change.shard}, group ${change.gid})`;
  }
}

/** The same text for the same groups, whatever order they are named in. */
export function sayGroups(groups: Groups): string {
  const gids = Object.keys(groups).toSorted((a, b) => Number(a) - Number(b));
  return gids.map((gid) => `${gid}: ${(groups[gid] ?? []).join(' ')}`).join(', ');
}
