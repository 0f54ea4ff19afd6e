/** Balance by single moves: while some group has two shards more than another, it gives it one. */
export function evenOut(shards: readonly number[], gids: readonly number[]): number[] {
  const result = shards.map((gid) => (gids.includes(gid) ? gid : 0));
  if (gids.length === 0) return result;

  // The same order everywhere, whatever order the groups were named in.
  const order = gids.toSorted((a, b) => a - b);
  const load = (gid: number): number => result.filter((each) => each === gid).length;
  const lightest = (): number => order.reduce((a, b) => (load(b) < load(a) ? b : a));
  const heaviest = (): number => order.reduce((a, b) => (load(b) > load(a) ? b : a));

  for (const [shard, gid] of result.entries()) if (gid === 0) result[shard] = lightest();
  while (load(heaviest()) > load(lightest()) + 1) {
    result[result.indexOf(heaviest())] = lightest();
  }
  return result;
}
