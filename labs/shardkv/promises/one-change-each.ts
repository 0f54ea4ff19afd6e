import { seconds, type Invariant } from '../../../harness/check/invariant.ts';
import { SHARDS } from '../api.ts';
import { sayChange, sayGroups, type Change } from '../change.ts';
import type { AdminFact } from '../fact.ts';
import { groupChanges, initialConfig, watchTransitions, type Transition } from './transitions.ts';

/** A change that takes effect twice, or that nobody asked for, breaks it; and one that is skipped does. */
export const oneChangeEach: Invariant<AdminFact> = {
  id: 'one-change-each',
  sentence:
    'Each configuration follows from the one before by one change that an admin asked for, each change once.',
  source: '6.5840 Lab 5A: Join, Leave, Move, each creates a new configuration',
  watch() {
    const asked = new Map<string, number>();
    const done = new Map<string, number>();
    const transitionsBy = watchTransitions(initialConfig(SHARDS));
    return (fact) => {
      if (fact.kind === 'change-called') add(asked, label(fact.change));
      for (const transition of transitionsBy(fact)) {
        const change = changeOf(transition) ?? idleMove(transition, asked, done);
        const { before, after } = transition;
        if (change === null || (done.get(label(change)) ?? 0) >= (asked.get(label(change)) ?? 0)) {
          const times = change === null ? 0 : (asked.get(label(change)) ?? 0);
          return [
            `configuration ${before.num}: shards ${before.shards.join(' ')}; groups ${sayGroups(before.groups)}`,
            `configuration ${after.num}: shards ${after.shards.join(' ')}; groups ${sayGroups(after.groups)}`,
            change === null
              ? 'no join, leave or move leads from the one to the other'
              : `that is ${sayChange(change)}, which was asked for ${times === 1 ? 'once' : `${times} times`} by ${seconds(fact.atUs)}`,
          ];
        }
        add(done, label(change));
      }
      return undefined;
    };
  },
};

/** The change that leads from one configuration to the next; null when it takes more than one. */
function changeOf(transition: Transition): Change | null {
  const { before, after } = transition;
  const { added, removed } = groupChanges(transition);
  const stayed = Object.keys(before.groups).filter((gid) => gid in after.groups);
  const sameNames = stayed.every((gid) => String(before.groups[gid]) === String(after.groups[gid]));
  if (!sameNames || (added.length > 0 && removed.length > 0)) return null;
  if (added.length > 0) {
    const groups = added.map((gid) => [gid, after.groups[gid] ?? []] as const);
    return { kind: 'join', groups: Object.fromEntries(groups) };
  }
  if (removed.length > 0) return { kind: 'leave', gids: removed.map(Number) };
  const moved = after.shards.flatMap((gid, shard) => (gid === before.shards[shard] ? [] : [shard]));
  const [shard] = moved;
  if (shard === undefined || moved.length > 1) return null;
  return { kind: 'move', shard, gid: after.shards[shard] ?? 0 };
}

/** A move of a shard to the group that has it already: it leads to the same shards under a new number. */
function idleMove(
  { before, after }: Transition,
  asked: ReadonlyMap<string, number>,
  done: ReadonlyMap<string, number>,
): Change | null {
  const isSame =
    sayGroups(before.groups) === sayGroups(after.groups) &&
    String(before.shards) === String(after.shards);
  if (!isSame) return null;
  for (const [shard, gid] of after.shards.entries()) {
    const move = { kind: 'move', shard, gid } as const;
    if ((done.get(label(move)) ?? 0) < (asked.get(label(move)) ?? 0)) return move;
  }
  return null;
}

function label(change: Change): string {
  switch (change.kind) {
    case 'join':
      return `join ${sayGroups(change.groups)}`;
    case 'leave':
      return `leave ${change.gids.toSorted((a, b) => a - b).join(' ')}`;
    case 'move':
      return `move ${change.shard} ${change.gid}`;
  }
}

function add(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
