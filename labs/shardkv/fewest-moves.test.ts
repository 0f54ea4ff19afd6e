import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fewestMoves, moves } from './fewest-moves.ts';

/** Every way to give `shards` shards to `gids` evenly: the oracle for small numbers of both. */
function evenDivisions(shards: number, gids: readonly number[]): number[][] {
  const least = Math.floor(shards / gids.length);
  const most = Math.ceil(shards / gids.length);
  let divisions: number[][] = [[]];
  for (let i = 0; i < shards; i++) {
    divisions = divisions.flatMap((division) => gids.map((gid) => [...division, gid]));
  }
  return divisions.filter((division) =>
    gids.every((gid) => {
      const count = division.filter((each) => each === gid).length;
      return count >= least && count <= most;
    }),
  );
}

test('the number of moves is that of the best of all even divisions', () => {
  const owners = fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 6 });
  const groups = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(owners, groups, (shards, gids) => {
      const best = Math.min(
        ...evenDivisions(shards.length, gids).map((each) => moves(shards, each)),
      );
      expect(fewestMoves(shards, gids)).toBe(best);
    }),
    { numRuns: 200 },
  );
});

test('when the last group leaves, every shard that had one moves to nobody', () => {
  expect(fewestMoves([1, 1, 0, 2], [])).toBe(3);
});
