import type { FactPromise } from '../../../harness/vocabulary/promise.ts';
import { SHARDS } from '../api.ts';
import type { AdminFact } from '../fact.ts';
import { fewestMoves, moves } from '../fewest-moves.ts';
import { groupChanges, initialConfig, trackTransitions } from './transitions.ts';

export const movesAsFewAsCanBe: FactPromise<AdminFact> = {
  id: 'fewest-moves',
  about: 'progress',
  sentence: 'A join or a leave moves as few shards as an even division allows.',
  source: '6.5840 Lab 5A: "move as few shards as possible to achieve that goal"',
  startCheck() {
    const transitionsBy = trackTransitions(initialConfig(SHARDS));
    return (fact) => {
      for (const transition of transitionsBy(fact)) {
        const { added, removed } = groupChanges(transition);
        if (added.length === 0 && removed.length === 0) continue;
        const { before, after } = transition;
        const least = fewestMoves(before.shards, Object.keys(after.groups).map(Number));
        const moved = moves(before.shards, after.shards);
        if (moved <= least) continue;
        return [
          `configuration ${before.num}: shards ${before.shards.join(' ')}`,
          `configuration ${after.num}: shards ${after.shards.join(' ')}`,
          `${moved} shards change hands, and ${least} are enough`,
        ];
      }
      return undefined;
    };
  },
};
