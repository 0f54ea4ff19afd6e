import type { Invariant } from '../vocabulary/invariant.ts';
import type { Verdict } from '../vocabulary/verdict.ts';

/**
 * Watches the promises of one run: gives a function that takes every fact in order, and ends the run at
 * the first promise that a fact breaks.
 */
export function watchPromises<Fact extends { readonly atUs: number }>(
  promises: readonly Invariant<Fact>[],
  run: { finish(verdict: Verdict): void },
): (fact: Fact) => void {
  const watches = promises.map((promise) => ({ promise, check: promise.watch() }));
  return (fact) => {
    for (const { promise, check } of watches) {
      const evidence = check(fact);
      if (evidence === undefined) continue;
      const { id, sentence } = promise;
      run.finish({ kind: 'violated', promise: id, sentence, evidence, atUs: fact.atUs });
      return;
    }
  };
}
