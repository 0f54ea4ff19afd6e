import type { Json, Operation } from '../history/operation.ts';
import { stateAfter, type PlainObject } from './plain-objects.fixture.ts';

/**
 * Test support: the plainest search for an order, which keeps to the times and to the order of each
 * client's operations. For up to 30 operations, in practice about 12.
 */
export function naiveVerdict(
  history: readonly Operation[],
  object: PlainObject,
): 'holds' | 'violated' {
  const operations = history.filter(({ end, output }) => end !== 'failed' || output !== null);
  const answered = operations.filter(({ end }) => end !== 'unknown');
  const seen = new Set<string>();

  function mustPrecede(earlier: Operation, later: Operation): boolean {
    if ((earlier.returnTime ?? Infinity) < later.callTime) return true;
    return (
      earlier.client === later.client && operations.indexOf(earlier) < operations.indexOf(later)
    );
  }

  function explains(taken: ReadonlySet<Operation>, state: Json): boolean {
    const remaining = answered.filter((operation) => !taken.has(operation));
    if (remaining.length === 0) return true;
    const name = operations.map((operation) => (taken.has(operation) ? 'x' : '-')).join('');
    const configuration = name + JSON.stringify(state);
    if (seen.has(configuration)) return false;
    seen.add(configuration);
    return operations.some((operation) => {
      if (taken.has(operation)) return false;
      if (remaining.some((other) => other !== operation && mustPrecede(other, operation))) {
        return false;
      }
      const next = stateAfter(object, state, operation);
      return next !== undefined && explains(new Set([...taken, operation]), next);
    });
  }
  return explains(new Set(), object.initial) ? 'holds' : 'violated';
}
