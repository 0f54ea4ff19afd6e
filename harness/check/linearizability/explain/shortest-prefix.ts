import type { Operation } from '../../history/operation.ts';
import type { Inquiry } from './inquiry.ts';
import { unanswered } from './weaker.ts';

/**
 * The history up to the first return that no order explains: what had not returned by then may have
 * taken effect or not. A history that goes on from a violated one is violated, so halving finds it.
 * An order is found much sooner than that there is none; so what has none that is found soon counts as
 * violated, and whoever needs to be sure asks again.
 */
export function shortestViolatedPrefix(
  operations: readonly Operation[],
  inquiry: Inquiry,
): readonly Operation[] {
  const ends = operations.map(({ end, returnTime }) => (end === 'unknown' ? null : returnTime));
  const returns = Float64Array.from(new Set(ends.filter((time) => time !== null))).toSorted();
  let low = 0;
  let high = returns.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inquiry.isPossible(prefixUntil(operations, returns[middle] ?? 0))) low = middle + 1;
    else high = middle;
  }
  return prefixUntil(operations, returns[high] ?? Infinity);
}

function prefixUntil(operations: readonly Operation[], time: number): readonly Operation[] {
  const called = operations.filter(({ callTime }) => callTime <= time);
  return called.map((operation) =>
    operation.returnTime !== null && operation.returnTime > time
      ? unanswered(operation)
      : operation,
  );
}
