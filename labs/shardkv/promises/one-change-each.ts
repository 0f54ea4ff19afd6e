import { type FactPromise } from '../../../harness/vocabulary/promise.ts';
import { seconds } from '../../../harness/vocabulary/time.ts';
import { SHARDS, type Config } from '../api.ts';
import { sayChange, sayGroups, type Change } from '../change.ts';
import type { AdminFact } from '../fact.ts';
import { groupChanges, initialConfig, trackTransitions, type Transition } from './transitions.ts';

/** A change that takes effect twice, or that nobody asked for, breaks it; and one that is skipped does. */
export const oneChangeEach: FactPromise<AdminFact> = {
  id: 'one-change-each',
  sentence:
    'Each configuration follows from the one before by one change that an admin asked for, each change once.',
  source: '6.5840 Lab 5A: Join, Leave, Move, each creates a new configuration',
  startCheck() {
    const asked = new Map<string, number>();
    const done = new Map<string, number>();
    const idle = new IdleMoves();
    const transitionsBy = trackTransitions(initialConfig(SHARDS));
    const isLeft = (move: string): number => (asked.get(move) ?? 0) - (done.get(move) ?? 0);
    return (fact) => {
      if (fact.kind === 'change-called') add(asked, label(fact.change));
      for (const transition of transitionsBy(fact)) {
        const { before, after } = transition;
        const change = changeOf(transition);
        if (change !== null) add(done, label(change));
        else if (isSame(transition)) idle.add(after);
        const isAsked = change === null ? isSame(transition) : isLeft(label(change)) >= 0;
        if (isAsked && idle.haveMoves(isLeft)) continue;
        return [
          `configuration ${before.num}: shards ${before.shards.join(' ')}; groups ${sayGroups(before.groups)}`,
          `configuration ${after.num}: shards ${after.shards.join(' ')}; groups ${sayGroups(after.groups)}`,
          say(isAsked ? null : change, asked, fact.atUs),
        ];
      }
      return undefined;
    };
  },
};

function say(change: Change | null, asked: ReadonlyMap<string, number>, atUs: number): string {
  if (change === null) {
    return 'no join, leave or move that was asked for, and made no other configuration, leads from the one to the other';
  }
  const times = asked.get(label(change)) ?? 0;
  const howOften = times === 1 ? 'once' : `${times} times`;
  return `that is ${sayChange(change)}, which was asked for ${howOften} by ${seconds(atUs)}`;
}

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

/** Whether the two differ in nothing but their number: after a move to the group that has the shard already. */
function isSame({ before, after }: Transition): boolean {
  return (
    sayGroups(before.groups) === sayGroups(after.groups) &&
    String(before.shards) === String(after.shards)
  );
}

/** Configurations that a move of some shard to its own group has made; which one, cannot be seen. */
class IdleMoves {
  /** Of each such configuration, the moves that may have made it. */
  private readonly choices: string[][] = [];

  add({ shards }: Config): void {
    this.choices.push(shards.map((gid, shard) => label({ kind: 'move', shard, gid })));
  }

  /** Whether each can have a move of its own among those that are left; `left` counts them by their labels. */
  haveMoves(left: (move: string) => number): boolean {
    const takers = new Map<string, number[]>();
    const place = (config: number, seen: Set<string>): boolean => {
      for (const move of this.choices[config] ?? []) {
        if (seen.has(move) || left(move) <= 0) continue;
        seen.add(move);
        const mine = takers.get(move) ?? [];
        takers.set(move, mine);
        if (mine.length < left(move)) return mine.push(config) > 0;
        const index = mine.findIndex((other) => place(other, seen));
        if (index < 0) continue;
        mine[index] = config;
        return true;
      }
      return false;
    };
    return this.choices.every((_, config) => place(config, new Set()));
  }
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
