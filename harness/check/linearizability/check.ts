import type { Operation } from '../history/operation.ts';
import type { Part } from './gathering.ts';
import type { Search } from './decision.ts';
import { Intake } from './intake.ts';
import type { Model } from './model.ts';
import type { Undecided, Verdict, Violated } from './verdict.ts';

export interface CheckLimits {
  /** Steps of search, over all keys together, after which the check gives up. A step takes one to three microseconds. */
  readonly maxSteps?: number;
  /** Asked between some steps: whether to give up, as a user has no more time. */
  readonly isTimeUp?: () => boolean;
}

/** Some ten seconds. Histories of 50 clients on few values that hold mostly take less than half of it. */
export const DEFAULT_MAX_STEPS = 8_000_000;

/** Steps that each key gets in the first round; every further round gives it twice as many. */
const FIRST_ROUND_STEPS = 1000;

/** Steps after which the clock is looked at: some tenth of a second. */
const STEPS_AT_ONCE = 100_000;

/**
 * Whether `history` is linearizable: each operation seems to happen at one instant between its call
 * and its return, on an object as `model` describes it (Herlihy and Wing 1990).
 *
 * Keys are judged one by one, for a history is linearizable exactly if each object's part of it is. (Where
 * a client goes from one key to another within one tick of a coarse clock, its order is not in the times,
 * and is lost between the keys. That can hide a violation, and never makes one up.)
 *
 * Throws HistoryError if the history is impossible or has operations that the model does not know.
 */
export function checkHistory(
  history: readonly Operation[],
  model: Model,
  limits: CheckLimits = {},
): Verdict {
  const intake = new Intake(model, false);
  for (const [index, operation] of history.entries()) {
    intake.add(operation, () => `operation ${index + 1}`);
  }
  return judge(intake.parts(), model, limits)[0] ?? { kind: 'holds' };
}

/**
 * What can be said against the parts of a history: every violated one, then every one that is left
 * undecided. Nothing, if it holds. Unless `findsAll`, it stops at the first violation.
 *
 * Parts that need a search take turns, so that a hard one does not hide another's violation.
 */
export function judge(
  parts: readonly Part[],
  model: Model,
  { maxSteps = DEFAULT_MAX_STEPS, isTimeUp = () => false }: CheckLimits = {},
  findsAll = false,
): readonly (Violated | Undecided)[] {
  const violated: Violated[] = [];
  let open: PartSearch[] = [];
  for (const part of parts) {
    const decision = part.decide();
    if (decision === 'violated') violated.push(violationOf(part, model));
    else if (decision !== 'holds') open.push({ search: decision, part });
    if (violated.length > 0 && !findsAll) return violated;
  }
  let steps = 0;
  for (let turn = FIRST_ROUND_STEPS; open.length > 0; turn = Math.min(2 * turn, STEPS_AT_ONCE)) {
    const paused: PartSearch[] = [];
    for (const [index, { search, part }] of open.entries()) {
      if (steps >= maxSteps || isTimeUp()) {
        const left = [...paused, ...open.slice(index)];
        return [...violated, ...left.map((each) => undecidedOf(each, model, steps))];
      }
      const before = search.steps;
      const outcome = search.run(Math.min(turn, maxSteps - steps));
      steps += search.steps - before;
      if (outcome === 'violated') violated.push(violationOf(part, model));
      if (outcome === 'paused') paused.push({ search, part });
      if (violated.length > 0 && !findsAll) return violated;
    }
    open = paused;
  }
  return violated;
}

interface PartSearch {
  readonly search: Search;
  readonly part: Part;
}

function violationOf(part: Part, model: Model): Violated {
  return { kind: 'violated', model, key: part.key, operations: part.operations() };
}

function undecidedOf({ part }: PartSearch, model: Model, steps: number): Undecided {
  return { kind: 'undecided', model, key: part.key, operations: part.operations(), steps };
}
