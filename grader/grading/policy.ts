import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { roundPoints } from './points.ts';

/** How the runs of a scenario become points. */
export type Policy =
  /** Points for the fraction of seeds that pass. */
  | { readonly kind: 'fraction' }
  | { readonly kind: 'all-or-nothing' }
  /** All points when at least so many seeds pass. */
  | { readonly kind: 'pass-at'; readonly seeds: number };

/** What a scenario is worth, and what came of how many seeds. */
export interface Tally {
  readonly points: number;
  readonly seeds: number;
  readonly verdicts: readonly Verdict['kind'][];
}

export interface Score {
  readonly points: number;
  readonly maxPoints: number;
}

/**
 * What came of a scenario under a policy, whatever it is worth: some may be worth nothing, and are passed or failed
 * all the same. `void` where the harness failed so often that nothing can be said.
 */
export function judge(runs: Omit<Tally, 'points'>, policy: Policy): 'full' | 'less' | 'void' {
  const { points, maxPoints } = score({ ...runs, points: 1 }, policy);
  if (maxPoints === 0) return 'void';
  return points === maxPoints ? 'full' : 'less';
}

/**
 * The points of one scenario. A seed that was not run is not passed: a submission that runs without end earns
 * nothing by it. A seed in which the harness failed is nobody's fault: it counts neither way, and where it
 * would have decided, the scenario is left out of points and maximum alike.
 */
export function score({ points, seeds, verdicts }: Tally, policy: Policy): Score {
  const count = (kind: Verdict['kind']): number => verdicts.filter((each) => each === kind).length;
  const passed = count('passed');
  const void_ = count('harness-error');
  const earned = (fraction: number): Score => ({
    points: roundPoints(points * fraction),
    maxPoints: points,
  });
  const nothingSaid: Score = { points: 0, maxPoints: 0 };
  switch (policy.kind) {
    case 'fraction':
      return void_ === seeds ? nothingSaid : earned(passed / (seeds - void_));
    case 'all-or-nothing':
      return whenEnough(passed, void_, seeds);
    case 'pass-at':
      return whenEnough(passed, void_, Math.min(policy.seeds, seeds));
  }
  function whenEnough(passes: number, open: number, needed: number): Score {
    if (passes >= needed) return earned(1);
    return passes + open >= needed ? nothingSaid : earned(0);
  }
}
