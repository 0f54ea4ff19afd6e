import { real } from '../cell.ts';
import { lastInstant } from '../models/shape.ts';
import type { VersionedOperation, VersionedPut } from '../models/versioned-kv-operation.ts';
import { VersionFacts } from './version-facts.ts';

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
 */
export function decideByVersions(operations: readonly VersionedOperation[]): 'holds' | 'violated' {
  const facts = new VersionFacts(operations);
  if (!facts.collect()) return 'violated';
  let written: readonly Interval[] = [{ from: -Infinity, to: -Infinity }];
  for (let version = 0; ; version++) {
    written = upTo(written, real(facts.earliestReturn, version));
    const [first] = written;
    if (first === undefined) return 'violated';
    const refusals = refusalsAfter(facts, version, first.from);
    if (version >= facts.highest && canBeLast(facts, version, written, refusals)) return 'holds';
    written = writtenNext(facts, version, startsOf(written, refusals));
  }
}

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

function upTo(intervals: readonly Interval[], latest: number): readonly Interval[] {
  const last = intervals.at(-1);
  if (last === undefined || last.to <= latest) return intervals;
  return intervals
    .filter(({ from }) => from <= latest)
    .map(({ from, to }) => ({ from, to: Math.min(to, latest) }));
}

/**
 * The puts refused at `version` that are not explained by the version before it, however early this
 * one was written. Before version 1 there is no version but a missing key, and that is refused with
 * ErrNoKey: so a put refused at version 1 has to see version 2, however early it was called.
 */
function refusalsAfter(facts: VersionFacts, version: number, earliest: number): readonly Refusal[] {
  if (version === 0) return NO_REFUSALS;
  const puts = facts.refusals.calledAfter(version, version === 1 ? -Infinity : earliest);
  if (puts.length === 0) return NO_REFUSALS;
  return puts.map(({ callTime, returnTime }) => ({
    callTime: version === 1 ? Infinity : callTime,
    returnTime: returnTime ?? FOREVER,
  }));
}

/** Whether it explains everything that no further version was ever written. */
function canBeLast(
  facts: VersionFacts,
  version: number,
  written: readonly Interval[],
  refusals: readonly Refusal[],
): boolean {
  if (version === 0) return facts.createdBy === Infinity;
  const latest = written.at(-1)?.to ?? -Infinity;
  return refusals.every(({ callTime }) => callTime <= latest);
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

/** The instants at which the version after `version` can have been written. */
function writtenNext(
  facts: VersionFacts,
  version: number,
  starts: readonly Start[],
): readonly Interval[] {
  const createdBy = version === 0 ? facts.createdBy : FOREVER;
  const written: Interval[] = [];
  for (const writer of writersAfter(facts, version)) {
    const earliest = Math.max(real(facts.latestCall, version), writer.callTime);
    const latest = Math.min(lastInstant(writer), createdBy);
    for (const { at, nextBy } of starts) {
      const from = Math.max(earliest, at);
      const to = Math.min(latest, nextBy);
      if (from <= to) written.push({ from, to });
    }
  }
  return merged(written);
}

/** The puts that may have written the version after `version`, with the value that was seen there. */
function writersAfter(facts: VersionFacts, version: number): readonly VersionedPut[] {
  const seen = facts.valueAt(version + 1);
  const done = facts.putDoneOn(version);
  const candidates = done === undefined ? facts.maybePuts.calledAfter(version, -Infinity) : [done];
  return seen === undefined ? candidates : candidates.filter(({ input }) => input.value === seen);
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
