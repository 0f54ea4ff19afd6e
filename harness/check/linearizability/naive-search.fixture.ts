import type { Json, Operation } from '../history/operation.ts';
import { stateAfter, type PlainObject } from './plain-objects.fixture.ts';

/** Test support: the plainest search for an order. For up to 30 operations, in practice about 12. */
export function naiveVerdict(
  history: readonly Operation[],
  object: PlainObject,
): 'holds' | 'violated' {
  const operations = history.filter(({ end, output }) => end !== 'failed' || output !== null);
  const answered = operations.filter(({ end }) => end !== 'unknown');
  const seen = new Set<string>();

  function explains(taken: ReadonlySet<Operation>, state: Json): boolean {
    const remaining = answered.filter((operation) => !taken.has(operation));
    if (remaining.length === 0) return true;
    const name = operations.map((operation) => (taken.has(operation) ? 'x' : '-')).join('');
    const configuration = name + JSON.stringify(state);
    if (seen.has(configuration)) return false;
    seen.add(configuration);
    const deadline = Math.min(...remaining.map(({ returnTime }) => returnTime ?? Infinity));
    return operations.some((operation) => {
      if (taken.has(operation) || operation.callTime > deadline) return false;
      const next = stateAfter(object, state, operation);
      return next !== undefined && explains(new Set([...taken, operation]), next);
    });
  }
  return explains(new Set(), object.initial) ? 'holds' : 'violated';
}
