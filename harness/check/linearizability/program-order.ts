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

/**
 * The same steps with other times, which say the order of each client's pairs as well, and keep all order
 * that was in the times. They say more than is known of steps of different clients at one instant: what
 * holds with them holds, what does not may still.
 */
export function inTimesAlone<Step extends Timed>(steps: readonly Step[]): Step[] {
  const predecessors = predecessorsOf(steps);
  const hasSuccessor = new Set(predecessors);
  /** Places within the instant of a call, and of a return. */
  const calls = new Int32Array(steps.length);
  const returns = new Int32Array(steps.length);
  for (const [index, { callTime, returnTime }] of steps.entries()) {
    const predecessor = predecessors[index] ?? NONE;
    calls[index] = predecessor === NONE ? 0 : (returns[predecessor] ?? 0) + 1;
    const isOpen = !hasSuccessor.has(index);
    returns[index] = isOpen ? steps.length : callTime === returnTime ? (calls[index] ?? 0) : 0;
  }
  const instants = steps.flatMap(({ callTime, returnTime }, index) => [
    { time: callTime, place: calls[index] ?? 0, index, isCall: true },
    { time: returnTime, place: returns[index] ?? 0, index, isCall: false },
  ]);
  const callTimes = new Float64Array(steps.length);
  const returnTimes = new Float64Array(steps.length).fill(Infinity);
  let rank = 0;
  let last: { readonly time: number; readonly place: number } | undefined;
  for (const each of instants.toSorted((a, b) => compare(a.time, b.time) || a.place - b.place)) {
    if (last?.time !== each.time || last.place !== each.place) rank++;
    last = each;
    if (each.isCall) callTimes[each.index] = rank;
    else if (each.time !== Infinity) returnTimes[each.index] = rank;
  }
  return steps.map((step, index) => {
    const [callTime, returnTime] = [callTimes[index] ?? 0, returnTimes[index] ?? Infinity];
    return { ...step, callTime, returnTime };
  });
}

/** Like a difference, but of two infinities too. */
function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
