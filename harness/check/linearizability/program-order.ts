/** What a client did, as far as its order matters. */
export interface Timed {
  readonly client: string;
  readonly callTime: number;
  /** Infinity where the end is unknown. */
  readonly returnTime: number;
}

/** Nothing that has to come before. */
export const NONE = -1;

/**
 * For each step, the last of its client's answered steps before it, if that returned at the very instant
 * of its call; `NONE` otherwise. `steps` are in the order of their clients' lines.
 *
 * Times alone count a call and a return at one instant as concurrent, as clocks are coarse. A client
 * knows better: its next call comes after its last return. No choice of other times can say that, for of
 * two clients that both return and call at one instant, each keeps its own order, and neither is before
 * the other. So every algorithm is told these pairs as well. All other order is in the times, or
 * follows from a chain of pairs. What ended unknown may take effect after its client's next call.
 */
export function predecessorsOf(steps: readonly Timed[]): Int32Array {
  const before = new Int32Array(steps.length).fill(NONE);
  const latest = new Map<string, number>();
  for (const [index, { client, callTime, returnTime }] of steps.entries()) {
    const earlier = latest.get(client);
    if (earlier !== undefined && steps[earlier]?.returnTime === callTime) before[index] = earlier;
    if (returnTime !== Infinity) latest.set(client, index);
  }
  return before;
}

/** The same as pairs: the first of each comes before the second. */
export function pairsInOrder<Step extends Timed>(
  steps: readonly Step[],
): (readonly [Step, Step])[] {
  const pairs: (readonly [Step, Step])[] = [];
  for (const [index, earlier] of predecessorsOf(steps).entries()) {
    const [first, second] = [steps[earlier], steps[index]];
    if (first !== undefined && second !== undefined) pairs.push([first, second]);
  }
  return pairs;
}
