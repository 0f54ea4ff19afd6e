/** Which group serves which shard. A function of its arguments alone: every controller computes it. */

/**
 * Spreads the shards evenly over `gids`, moving as few as possible.
 *
 * Some groups may keep one shard more than others. Giving that right to those that have the most now
 * is what makes the number of moves minimal.
 */
export function balance(shards: readonly number[], gids: readonly number[]): number[] {
  if (gids.length === 0) return shards.map(() => 0);

  const owned = new Map<number, number[]>(gids.map((gid) => [gid, []]));
  const free: number[] = [];
  shards.forEach((gid, shard) => (owned.get(gid) ?? free).push(shard));

  const least = Math.floor(shards.length / gids.length);
  const withOneMore = shards.length % gids.length;
  const fullestFirst = [...owned].toSorted(
    ([gidA, a], [gidB, b]) => b.length - a.length || gidA - gidB,
  );
  const quotaOf = (rank: number): number => least + (rank < withOneMore ? 1 : 0);

  for (const [rank, [, mine]] of fullestFirst.entries()) free.push(...mine.splice(quotaOf(rank)));
  free.sort((a, b) => a - b);
  const result = [...shards];
  for (const [rank, [gid, mine]] of fullestFirst.entries()) {
    for (const shard of free.splice(0, quotaOf(rank) - mine.length)) result[shard] = gid;
  }
  return result;
}
