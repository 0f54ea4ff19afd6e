import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import { SHARDS } from '../api.ts';
import { sayGroups } from '../change.ts';
import type { AdminFact } from '../fact.ts';
import { groupChanges, initialConfig, trackTransitions } from './transitions.ts';

/** A move may well upset the balance; the next join or leave has to restore it. */
export const balanced: FactPromise<AdminFact> = {
  id: 'balanced',
  about: 'progress',
  sentence:
    'After a join or a leave every shard has a group, and no group has two shards more than another.',
  source: '6.5840 Lab 5A: "divide the shards as evenly as possible among the groups"',
  startCheck() {
    const transitionsBy = trackTransitions(initialConfig(SHARDS));
    return (fact) => {
      for (const transition of transitionsBy(fact)) {
        const { added, removed } = groupChanges(transition);
        if (added.length === 0 && removed.length === 0) continue;
        const { num, shards, groups } = transition.after;
        const gids = Object.keys(groups).map(Number);
        const counts = gids.map((gid) => shards.filter((each) => each === gid).length);
        const owners = gids.length === 0 ? [0] : gids;
        const isEven = gids.length === 0 || Math.max(...counts) <= Math.min(...counts) + 1;
        if (isEven && shards.every((gid) => owners.includes(gid))) continue;
        return [
          `configuration ${num}: shards ${shards.join(' ')}`,
          `its groups are ${gids.length === 0 ? 'none' : sayGroups(groups)}`,
          `shards by group: ${gids.map((gid, i) => `${gid} has ${counts[i] ?? 0}`).join(', ')}`,
        ];
      }
      return undefined;
    };
  },
};
