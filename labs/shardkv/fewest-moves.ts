/**
 * The least number of shards that must change hands so that `gids` share them evenly: some have one
 * more than others, and it costs least to let those have it that have the most already.
 */
export function fewestMoves(shards: readonly number[], gids: readonly number[]): number {
  if (gids.length === 0) return shards.filter((gid) => gid !== 0).length;
  const least = Math.floor(shards.length / gids.length);
  let withOneMore = shards.length % gids.length;
  let kept = 0;
  for (const gid of gids) {
    const owned = shards.filter((each) => each === gid).length;
    kept += Math.min(owned, least);
    if (owned > least && withOneMore > 0) {
      kept++;
      withOneMore--;
    }
  }
  return shards.length - kept;
}

/** How many shards change hands from one configuration to another. */
export function moves(before: readonly number[], after: readonly number[]): number {
  return after.filter((gid, shard) => gid !== before[shard]).length;
}
