import type { FactPromise } from '../vocabulary/promise.ts';
import type { Verdict } from '../vocabulary/verdict.ts';
import { breakOf } from './verdicts.ts';

/**
 * Checks the promises of one run: returns a function that takes every fact in order, and ends the run at
 * the first promise that a fact breaks.
 */
export function checkPromises<Fact extends { readonly atUs: number }>(
  promises: readonly FactPromise<Fact>[],
  run: { finish(verdict: Verdict): void },
): (fact: Fact) => void {
  const checks = promises.map((promise) => ({ promise, check: promise.startCheck() }));
  return (fact) => {
    for (const { promise, check } of checks) {
      const evidence = check(fact);
      if (evidence === undefined) continue;
      run.finish(breakOf(promise, evidence, fact.atUs));
      return;
    }
  };
}
