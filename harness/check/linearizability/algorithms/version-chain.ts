import { real } from '../cell.ts';
import { NONE } from '../program-order.ts';
import { VersionFacts, type VersionedOperations } from './version-facts.ts';
import { VersionOrder } from './version-order.ts';

/**
 * Decides one key of a versioned key/value service, without search.
 *
 * Versions order the writes, so all that is open is when each was written. For each version in turn
 * it keeps the set of instants at which that version can have been written, given all that is known
 * of the versions before: a few intervals, since a refused put (it needs some instant at which the key
 * had another version) can rule out the middle. An empty set means that no order exists.
 *
 * Compare Rystsov's linear-time check of versioned registers in "fast-jepsen"; the sets are needed
 * because of puts that were refused and puts of unknown end. Taking the earliest instant instead of
 * the set gives false alarms.
 *
 * Undefined if only a search can tell: a client was refused twice at one instant, and what the one saw
 * depends on what the other saw. It is hardly ever so.
 */
export function decideByVersions(
  operations: VersionedOperations,
): 'holds' | 'violated' | undefined {
  const facts = new VersionFacts(operations);
  const order = new VersionOrder(operations);
  if (!order.isKept() || !facts.collect()) return 'violated';
  const read = (reading: Reading): VersionChain =>
    new VersionChain(operations, facts, order, reading);
  const chain = read('as-it-is');
  if (!chain.holds()) return 'violated';
  const isSure = !chain.isOpen || read('first-early').holds() || read('second-late').holds();
  return isSure ? 'holds' : undefined;
}

/**
 * What is taken for true where a refusal may have seen an earlier or a later version, and what its client did
 * at the same instant depends on that: nothing, the one, or the other.
 */
type Reading = 'as-it-is' | 'first-early' | 'second-late';

/** Instants from `from` to `to`, both included. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

/** A put that was refused although it expects the version at hand. */
interface Refusal {
  /** It is explained if the version was written at this instant or later. */
  readonly callTime: number;
  /** It is explained if the next version was written at this instant or earlier. */
  readonly returnTime: number;
}

/** If the version was written at `at` or later, but before the next start: the next is written by `nextBy`. */
interface Start {
  readonly at: number;
  readonly nextBy: number;
}

/** The end of time, yet earlier than Infinity, which stands for an instant that never comes. */
const FOREVER = Number.MAX_VALUE;

const NO_REFUSALS: readonly Refusal[] = [];

class VersionChain {
  /** Whether it is left open what some refusal saw, though its client's next puts depend on it. */
  isOpen = false;
  private readonly operations: VersionedOperations;
  private readonly facts: VersionFacts;
  private readonly order: VersionOrder;
  private readonly reading: Reading;
  /** Puts that cannot have seen an earlier version, or have been done, as a refusal before saw a later one. */
  private readonly late = new Set<number>();

  constructor(
    operations: VersionedOperations,
    facts: VersionFacts,
    order: VersionOrder,
    reading: Reading,
  ) {
    this.operations = operations;
    this.facts = facts;
    this.order = order;
    this.reading = reading;
  }

  holds(): boolean {
    let written: readonly Interval[] = [{ from: -Infinity, to: -Infinity }];
    for (let version = 0; ; version++) {
      written = upTo(written, real(this.facts.earliestReturn, version));
      const [first] = written;
      if (first === undefined) return false;
      const refusals = this.refusalsAfter(version, written);
      if (version >= this.facts.highest && this.canBeLast(version, written, refusals)) return true;
      written = this.writtenNext(version, startsOf(written, refusals));
    }
  }

  /**
   * The puts refused at `version` that are not explained by the version before it, however early this
   * one was written. Before version 1 there is no version but a missing key, and that is refused with
   * ErrNoKey: so a put refused at version 1 has to see version 2, however early it was called.
   */
  private refusalsAfter(version: number, written: readonly Interval[]): readonly Refusal[] {
    if (version === 0) return NO_REFUSALS;
    const earliest = written[0]?.from ?? Infinity;
    let refusals: Refusal[] | undefined;
    for (const refusal of this.facts.refusals.at(version)) {
      const isEarly =
        version > 1 && this.order.mayBeEarly(refusal, version) && !this.late.has(refusal);
      const callTime = isEarly ? this.operations.callOf(refusal) : Infinity;
      if (callTime <= earliest) continue;
      const isLate =
        this.order.mayBeLate(refusal, version) && this.settleFollowers(refusal, callTime, written);
      const returnTime = isLate ? Math.min(FOREVER, this.operations.returnOf(refusal)) : -Infinity;
      (refusals ??= []).push({ callTime, returnTime });
    }
    return refusals ?? NO_REFUSALS;
  }

  /** Says what follows for its client's next puts if the refusal saw a later version; false if it did not. */
  private settleFollowers(
    refusal: number,
    callTime: number,
    written: readonly Interval[],
  ): boolean {
    const followers = this.order.followersOf(refusal);
    if (followers.length === 0) return true;
    const isSure = callTime > (written.at(-1)?.to ?? -Infinity);
    if (!isSure && this.reading === 'first-early') return false;
    if (!isSure && this.reading === 'as-it-is') this.isOpen = true;
    else for (const follower of followers) this.late.add(follower);
    return true;
  }

  /** Whether it explains everything that no further version was ever written. */
  private canBeLast(
    version: number,
    written: readonly Interval[],
    refusals: readonly Refusal[],
  ): boolean {
    if (version === 0) return this.facts.createdBy === Infinity;
    const latest = written.at(-1)?.to ?? -Infinity;
    return refusals.every(({ callTime }) => callTime <= latest);
  }

  /** The instants at which the version after `version` can have been written. */
  private writtenNext(version: number, starts: readonly Start[]): readonly Interval[] {
    const createdBy = version === 0 ? this.facts.createdBy : FOREVER;
    const written: Interval[] = [];
    for (const writer of this.writersAfter(version)) {
      const earliest = Math.max(
        real(this.facts.latestCall, version),
        this.operations.callOf(writer),
      );
      const latest = Math.min(this.operations.returnOf(writer), createdBy);
      for (const { at, nextBy } of starts) {
        const from = Math.max(earliest, at);
        const to = Math.min(latest, nextBy);
        if (from <= to) written.push({ from, to });
      }
    }
    return merged(written);
  }

  /** The puts that may have written the version after `version`, with the value that was seen there. */
  private writersAfter(version: number): readonly number[] {
    const seen = this.facts.valueAt(version + 1);
    const done = this.facts.putDoneOn(version);
    const candidates =
      done !== NONE
        ? [done]
        : this.facts.maybes
            .at(version)
            .filter((put) => this.order.mayWrite(put, version) && !this.late.has(put));
    return seen === undefined
      ? candidates
      : candidates.filter((put) => this.operations.valueOf(put) === seen);
  }
}

function upTo(intervals: readonly Interval[], latest: number): readonly Interval[] {
  const last = intervals.at(-1);
  if (last === undefined || last.to <= latest) return intervals;
  return intervals
    .filter(({ from }) => from <= latest)
    .map(({ from, to }) => ({ from, to: Math.min(to, latest) }));
}

/** Cuts the intervals at the calls of refusals: the later the version was written, the fewer need the next. */
function startsOf(written: readonly Interval[], refusals: readonly Refusal[]): readonly Start[] {
  if (refusals.length === 0) return [{ at: written[0]?.from ?? -Infinity, nextBy: FOREVER }];
  const open = refusals.toSorted((a, b) => b.callTime - a.callTime);
  const starts: Start[] = [];
  let nextBy = FOREVER;
  let count = 0;
  for (const { from, to } of written.toReversed()) {
    let refusal = open[count];
    while (refusal !== undefined && refusal.callTime > from) {
      if (refusal.callTime <= to) starts.push({ at: refusal.callTime, nextBy });
      nextBy = Math.min(nextBy, refusal.returnTime);
      refusal = open[++count];
    }
    starts.push({ at: from, nextBy });
  }
  return starts;
}

/** The same instants as intervals in order, none touching another. */
function merged(intervals: readonly Interval[]): readonly Interval[] {
  if (intervals.length < 2) return intervals;
  const result: Interval[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = result.at(-1);
    if (last !== undefined && from <= last.to) {
      result[result.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    } else {
      result.push({ from, to });
    }
  }
  return result;
}
