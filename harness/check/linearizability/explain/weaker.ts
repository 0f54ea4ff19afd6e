import type { Operation } from '../../history/operation.ts';
import type { Model, ModelWords } from '../model.ts';
import type { Inquiry } from './inquiry.ts';

/** The operation as if its client had never heard back: it may have taken effect, or will, or never. */
export function unanswered(operation: Operation): Operation {
  return { ...operation, output: null, returnTime: null, end: 'unknown' };
}

/**
 * The operations that still contradict each other when all others are weakened: what only observed is
 * left out, what may have changed the object counts as unanswered. A write is never left out, as this
 * would make whoever saw it wrong; only what undoes itself is, if nobody observed it. Each weakening
 * allows more orders, so that what is violated afterwards was violated before.
 *
 * Halves, then quarters, down to single operations (Zeller and Hildebrandt 2002, delta debugging).
 */
export function weakenedCore(
  operations: readonly Operation[],
  model: Model,
  inquiry: Inquiry,
): readonly Operation[] {
  const answered = operations.filter(
    ({ end, output }) => end === 'ok' || (end === 'failed' && output !== null),
  );
  const counterparts = model.words.counterparts(operations);
  const ask = (strong: readonly Operation[]): boolean =>
    inquiry.isViolated(weakenAllBut(new Set(strong), operations, model.words, counterparts));
  let core = latestThatSuffice(answered, ask);
  for (let size = Math.ceil(core.length / 2); size > 0; size = nextSize(size)) {
    core = withoutChunks(core, size, ask);
  }
  // What had to stay may have become needless since.
  for (let before = Infinity; core.length < before;) {
    before = core.length;
    core = withoutChunks(core, 1, ask);
  }
  return core;
}

type Ask = (strong: readonly Operation[]) => boolean;

function weakenAllBut(
  strong: ReadonlySet<Operation>,
  operations: readonly Operation[],
  words: ModelWords,
  counterparts: ReadonlyMap<Operation, Operation>,
): readonly Operation[] {
  const isObserved = [...strong].some((operation) => words.onlyObserves(operation));
  return operations.flatMap((operation) => {
    if (strong.has(operation) || operation.end === 'unknown') return [operation];
    if (operation.end === 'failed' || words.onlyObserves(operation)) return [];
    const counterpart = counterparts.get(operation);
    const isUndone = counterpart !== undefined && !strong.has(counterpart) && !isObserved;
    return isUndone ? [] : [unanswered(operation)];
  });
}

/** Mostly the last few to return are enough: four, sixteen and so on are tried before all. */
function latestThatSuffice(answered: readonly Operation[], ask: Ask): readonly Operation[] {
  const byReturn = answered.toSorted((a, b) => (a.returnTime ?? 0) - (b.returnTime ?? 0));
  for (let count = 4; count < byReturn.length; count *= 4) {
    const latest = byReturn.slice(-count);
    if (ask(latest)) return latest;
  }
  return byReturn;
}

function withoutChunks(core: readonly Operation[], size: number, ask: Ask): readonly Operation[] {
  let kept = core;
  for (let start = 0; start < kept.length;) {
    const rest = [...kept.slice(0, start), ...kept.slice(start + size)];
    if (ask(rest)) kept = rest;
    else start += size;
  }
  return kept;
}

function nextSize(size: number): number {
  return size === 1 ? 0 : Math.ceil(size / 2);
}
