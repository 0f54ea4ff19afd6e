/**
 * Operations that go together: nothing else may change the object between the first and the last of
 * them. If some return in the group comes before some call in it (a forward zone), they take up all
 * the time between the earliest return and the latest call. Otherwise they can all happen at any one
 * instant that is common to them (a backward zone).
 */
export interface Zone {
  readonly earliestReturn: number;
  readonly latestCall: number;
}

/**
 * Whether all groups can happen without disturbing each other: forward zones do not overlap, and none
 * has a backward zone inside (Gibbons and Korach 1997, Testing shared memories).
 */
export function fitTogether(zones: readonly Zone[]): boolean {
  const forward = zones
    .filter(isForward)
    .toSorted((a, b) => a.earliestReturn - b.earliestReturn || a.latestCall - b.latestCall);
  const overlap = forward.some((zone, index) => {
    const after = forward[index + 1];
    return after !== undefined && after.earliestReturn < zone.latestCall;
  });
  return !overlap && zones.every((zone) => isForward(zone) || !isInsideOne(zone, forward));
}

function isForward({ earliestReturn, latestCall }: Zone): boolean {
  return earliestReturn < latestCall;
}

/** Whether the forward zones, sorted and disjoint, leave no instant to a backward one. */
function isInsideOne({ earliestReturn, latestCall }: Zone, forward: readonly Zone[]): boolean {
  let low = 0;
  let high = forward.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((forward[middle]?.earliestReturn ?? Infinity) < latestCall) low = middle + 1;
    else high = middle;
  }
  const before = forward[low - 1];
  return before !== undefined && earliestReturn < before.latestCall;
}
