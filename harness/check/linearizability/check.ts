import type { Operation } from '../history/operation.ts';
import { validateHistory } from '../history/validate-history.ts';
import type { Search } from './decision.ts';
import type { Model } from './model.ts';
import { partition } from './partition.ts';
import type { Verdict, Violated } from './verdict.ts';

export interface CheckLimits {
  /** Steps of search, over all keys together, after which the check gives up. A step is about a microsecond. */
  readonly maxSteps?: number;
}

const DEFAULT_MAX_STEPS = 2_000_000;

/** Steps that each key gets in the first round; every further round gives it twice as many. */
const FIRST_ROUND_STEPS = 1000;

/**
 * Whether `history` is linearizable: each operation seems to happen at one instant between its call
 * and its return, on an object as `model` describes it (Herlihy and Wing 1990).
 *
 * Keys are judged one by one, for a history is linearizable exactly if each object's part of it is.
 * Keys that need a search take turns, so that a hard one does not hide another's violation.
 *
 * Throws HistoryError if the history is impossible or has operations that the model does not know.
 */
export function checkHistory(
  history: readonly Operation[],
  model: Model,
  { maxSteps = DEFAULT_MAX_STEPS }: CheckLimits = {},
): Verdict {
  validateHistory(history);
  const searches: KeySearch[] = [];
  for (const [key, operations] of partition(history, model)) {
    const decision = model.decide(operations);
    const violated: Violated = { kind: 'violated', model, key, operations };
    if (decision === 'violated') return violated;
    if (decision !== 'holds') searches.push({ search: decision, violated });
  }
  return takeTurns(searches, maxSteps);
}

interface KeySearch {
  readonly search: Search;
  /** The verdict if the search finds no order. */
  readonly violated: Violated;
}

function takeTurns(searches: readonly KeySearch[], maxSteps: number): Verdict {
  let open = searches;
  let steps = 0;
  for (let turn = FIRST_ROUND_STEPS; open.length > 0; turn *= 2) {
    const paused: KeySearch[] = [];
    for (const keySearch of open) {
      if (steps >= maxSteps) return { kind: 'undecided', steps };
      const before = keySearch.search.steps;
      const outcome = keySearch.search.run(Math.min(turn, maxSteps - steps));
      steps += keySearch.search.steps - before;
      if (outcome === 'violated') return keySearch.violated;
      if (outcome === 'paused') paused.push(keySearch);
    }
    open = paused;
  }
  return { kind: 'holds' };
}
