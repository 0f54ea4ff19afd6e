import { isUnsafe, type Verdict } from '../../harness/vocabulary/verdict.ts';

/**
 * What the points of an unsafe part are multiplied by, unless a course says otherwise. Each way to lose data is one
 * scenario of twenty, yet a store that loses data is not worth nineteen twentieths of one that does not.
 */
export const UNSAFE_SHARE = 0.5;

/** The parts in which a run broke a promise of safety, unless its scenario has all of its points even so. */
export function unsafeParts(
  scenarios: readonly {
    readonly part: string;
    readonly isFull: boolean;
    readonly verdicts: readonly Verdict[];
  }[],
): Set<string> {
  const unsafe = scenarios.filter(({ isFull, verdicts }) => !isFull && verdicts.some(isUnsafe));
  return new Set(unsafe.map(({ part }) => part));
}
