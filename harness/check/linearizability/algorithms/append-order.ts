/** An append of a value that no other append has. `to` is Infinity where the end is unknown. */
export interface Append {
  readonly value: string;
  readonly from: number;
  readonly to: number;
  /** Where the answer says that it landed, counted from 0; undefined if it does not say. */
  readonly offset: number | undefined;
}

/** A read that saw the first `length` values of the longest read. */
export interface PrefixRead {
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/**
 * Decides an append-only list whose values are all different. The longest read gives the order;
 * every read is a prefix of it, which the caller has made sure of. What is left is to place each
 * operation in turn at the earliest instant it can have, and see that this is not past its return.
 *
 * Appends that nobody read come last, those that know their offset in that order; operations of
 * unknown end fill the gaps between.
 */
export function decideByAppendOrder(
  longest: readonly string[],
  appends: readonly Append[],
  reads: readonly PrefixRead[],
): 'holds' | 'violated' {
  const byValue = new Map(appends.map((append) => [append.value, append]));
  const readsAt = groupByLength(reads, longest.length);
  let time = placeReads(readsAt[0] ?? [], -Infinity);
  for (const [index, value] of longest.entries()) {
    const append = byValue.get(value);
    if (append === undefined || (append.offset ?? index) !== index) return 'violated';
    byValue.delete(value);
    time = placeReads(readsAt[index + 1] ?? [], place(append, time));
  }
  return canEnd([...byValue.values()], longest.length, time) ? 'holds' : 'violated';
}

/** The earliest instant from `time` on at which the operation can happen; Infinity if there is none. */
function place(operation: { readonly from: number; readonly to: number }, time: number): number {
  const earliest = Math.max(time, operation.from);
  return earliest <= operation.to ? earliest : Infinity;
}

/** Reads of one length may go in any order: the latest of their earliest instants. */
function placeReads(reads: readonly PrefixRead[], time: number): number {
  return reads.reduce((latest, read) => Math.max(latest, place(read, time)), time);
}

function groupByLength(reads: readonly PrefixRead[], longest: number): PrefixRead[][] {
  const groups = Array.from({ length: longest + 1 }, (): PrefixRead[] => []);
  for (const read of reads) groups[read.length]?.push(read);
  return groups;
}

/** Whether the appends that nobody read fit in after `time`, the first of them at offset `length`. */
function canEnd(unread: readonly Append[], length: number, time: number): boolean {
  if (time === Infinity) return false;
  const answered = unread.filter(({ to }) => to !== Infinity);
  const known = answered.filter(({ offset }) => offset !== undefined);
  if (known.length === 0) return answered.every(({ to }) => to >= time);
  const fillers = unread.filter(({ to }) => to === Infinity).toSorted((a, b) => a.from - b.from);
  let now = time;
  let offset = length;
  for (const append of known.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0))) {
    // A gap takes the filler that was called first: nobody read it, and it has no deadline.
    for (; offset < (append.offset ?? 0); offset++) {
      const filler = fillers.shift();
      if (filler === undefined) return false;
      now = Math.max(now, filler.from);
    }
    if (append.offset !== offset++) return false;
    now = place(append, now);
  }
  return now !== Infinity;
}

/** Whether the greedy placing is exact: no answered append lacks an offset that others give. */
export function placesExactly(appends: readonly Append[]): boolean {
  const answered = appends.filter(({ to }) => to !== Infinity);
  return (
    answered.every(({ offset }) => offset === undefined) ||
    answered.every(({ offset }) => offset !== undefined)
  );
}
