import type { Operation } from '../../history/operation.ts';
import type { Core } from '../core.ts';
import type { ModelWords } from '../model.ts';
import type { Inquiry } from './inquiry.ts';
import { unanswered } from './weaker.ts';

/** A core of so many operations or fewer can be read. */
const FEW = 12;

/** Whether the operations of a core can be shown and understood. */
export function isReadable({ operations }: Core): boolean {
  return operations.length <= FEW;
}

/**
 * The operation whose answer is to blame: all others have an order, not only those up to the first
 * return that has none. The last to return is where the contradiction came to light, and often the
 * liar; but a lie can fit what was seen so far, and an honest answer be the first that does not fit
 * the lie. Undefined if no single answer is to blame, or it would take too long to find it.
 */
export function findCulprit(
  core: Core,
  words: ModelWords,
  inquiry: Inquiry,
): Operation | undefined {
  return suspectsOf(core, words).find((suspect) => {
    const rest = core.all.flatMap((operation) => {
      if (operation !== suspect) return [operation];
      return operation.end === 'failed' || words.onlyObserves(operation)
        ? []
        : [unanswered(operation)];
    });
    return inquiry.isPossible(rest);
  });
}

/** One of a small core; of a large one anything that observed, the nearest to its last return first. */
function suspectsOf(core: Core, words: ModelWords): readonly Operation[] {
  const { trigger, operations, all } = core;
  const isObservation = (operation: Operation): boolean =>
    operation.end !== 'unknown' && words.onlyObserves(operation);
  const suspects = isReadable(core) ? operations : all.filter(isObservation);
  const discovered = endOf(trigger);
  const distance = (operation: Operation): number => Math.abs(endOf(operation) - discovered);
  const nearestFirst = suspects.toSorted((a, b) => distance(a) - distance(b));
  const observing = nearestFirst.filter(isObservation);
  const others = nearestFirst.filter((operation) => !isObservation(operation));
  return [...new Set([trigger, ...observing, ...others])];
}

/** What happened at about the time of `culprit`, what observed first. */
export function neighbours(
  culprit: Operation,
  all: readonly Operation[],
  words: ModelWords,
): readonly Operation[] {
  const gap = (other: Operation): number =>
    Math.max(0, other.callTime - endOf(culprit), culprit.callTime - endOf(other));
  const others = all.filter((other) => other !== culprit && other.end !== 'unknown');
  const observing = (other: Operation): number => (words.onlyObserves(other) ? 0 : 1);
  return others
    .toSorted((a, b) => gap(a) - gap(b) || observing(a) - observing(b))
    .slice(0, FEW - 1);
}

function endOf({ returnTime }: Operation): number {
  return returnTime ?? Infinity;
}
