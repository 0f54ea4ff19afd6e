import { pairsInOrder, type Timed } from '../program-order.ts';

/** An append of a value that no other append has. */
export interface Append extends Timed {
  readonly kind: 'append';
  readonly value: string;
  /** Where the answer says that it landed, counted from 0; undefined if it does not say. */
  readonly offset: number | undefined;
}

/** A read that saw the first `length` values of the longest read. */
export interface PrefixRead extends Timed {
  readonly kind: 'read';
  readonly length: number;
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
  steps: readonly (Append | PrefixRead)[],
): 'holds' | 'violated' {
  return new AppendOrder(longest, steps).decide();
}

class AppendOrder {
  private readonly longest: readonly string[];
  private readonly steps: readonly (Append | PrefixRead)[];
  private readonly offsetOf: ReadonlyMap<string, number>;

  constructor(longest: readonly string[], steps: readonly (Append | PrefixRead)[]) {
    this.longest = longest;
    this.steps = steps;
    this.offsetOf = new Map(longest.map((value, offset) => [value, offset]));
  }

  decide(): 'holds' | 'violated' {
    const appends = this.steps.filter((step) => step.kind === 'append');
    const reads = this.steps.filter((step) => step.kind === 'read');
    const unread = appends.filter(({ value }) => !this.offsetOf.has(value));
    const time = this.placeRead(new Map(appends.map((append) => [append.value, append])), reads);
    return this.keepsClientsOrder() && this.canEnd(unread, time) ? 'holds' : 'violated';
  }

  /** The earliest instant at which all that was read can be there; Infinity if there is none. */
  private placeRead(byValue: ReadonlyMap<string, Append>, reads: readonly PrefixRead[]): number {
    const readsAt = groupByLength(reads, this.longest.length);
    let time = placeReads(readsAt[0] ?? [], -Infinity);
    for (const [index, value] of this.longest.entries()) {
      const append = byValue.get(value);
      if (append === undefined || (append.offset ?? index) !== index) return Infinity;
      time = placeReads(readsAt[index + 1] ?? [], place(append, time));
    }
    return time;
  }

  /** Whether no client has something later in the list before something earlier. */
  private keepsClientsOrder(): boolean {
    return pairsInOrder(this.steps).every(([first, second]) => {
      const isFiller = second.kind === 'append' && second.returnTime === Infinity;
      return (isFiller && this.isUnread(second)) || this.stepOf(first) <= this.stepOf(second);
    });
  }

  /** Counts the empty list, appends, and what was read after each. What is not known comes last. */
  private stepOf(step: Append | PrefixRead): number {
    if (step.kind === 'read') return 2 * step.length;
    return 2 * (this.offsetOf.get(step.value) ?? step.offset ?? Infinity) + 1;
  }

  private isUnread({ value }: Append): boolean {
    return !this.offsetOf.has(value);
  }

  /** Whether the appends that nobody read fit in after `time`. */
  private canEnd(unread: readonly Append[], time: number): boolean {
    if (time === Infinity) return false;
    const answered = unread.filter(({ returnTime }) => returnTime !== Infinity);
    const known = answered.filter(({ offset }) => offset !== undefined);
    if (known.length === 0) return answered.every(({ returnTime }) => returnTime >= time);
    const fillers = this.fillersOf(unread);
    let now = time;
    let offset = this.longest.length;
    for (const append of known.toSorted((a, b) => (a.offset ?? 0) - (b.offset ?? 0))) {
      // A gap takes the filler that was called first: nobody read it, and it has no deadline.
      for (; offset < (append.offset ?? 0); offset++) {
        const next = fillers.findIndex(({ after }) => after < 2 * offset + 1);
        const [filler] = next < 0 ? [] : fillers.splice(next, 1);
        if (filler === undefined) return false;
        now = Math.max(now, filler.callTime);
      }
      if (append.offset !== offset++) return false;
      now = place(append, now);
    }
    return now !== Infinity;
  }

  /** Appends of unknown end, by call, each with the step after which its client called it. */
  private fillersOf(unread: readonly Append[]): { callTime: number; after: number }[] {
    const afterOf = new Map(
      pairsInOrder(this.steps).map(([first, second]) => [second, this.stepOf(first)]),
    );
    return unread
      .filter(({ returnTime }) => returnTime === Infinity)
      .map((append) => ({ callTime: append.callTime, after: afterOf.get(append) ?? -Infinity }))
      .toSorted((a, b) => a.callTime - b.callTime);
  }
}

/** The earliest instant from `time` on at which the operation can happen; Infinity if there is none. */
function place({ callTime, returnTime }: Timed, time: number): number {
  const earliest = Math.max(time, callTime);
  return earliest <= returnTime ? earliest : Infinity;
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

/** Whether the greedy placing is exact: no answered append lacks an offset that others give. */
export function placesExactly(appends: readonly Append[]): boolean {
  const answered = appends.filter(({ returnTime }) => returnTime !== Infinity);
  return (
    answered.every(({ offset }) => offset === undefined) ||
    answered.every(({ offset }) => offset !== undefined)
  );
}
