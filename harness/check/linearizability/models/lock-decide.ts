import { decideByHolds, type LockStep } from '../algorithms/lock-holds.ts';
import type { Decision } from '../decision.ts';
import { lockMeaning, type LockOperation } from '../operations/lock-operation.ts';
import { timesOf } from '../operations/shape.ts';
import { LockProblem } from '../search/lock-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';

/** Decides one lock. Where nobody was refused and every hold has a known beginning, without search. */
export function decideLock(operations: readonly LockOperation[]): Decision {
  const steps = operations.flatMap(asStep);
  return decideByHolds(steps) ?? searchFor(new LockProblem(steps));
}

export function searchableLock(operations: readonly LockOperation[]): Searchable<LockOperation> {
  const kept = operations.filter((operation) => lockMeaning(operation) !== 'nothing');
  return { operations: kept, problem: new LockProblem(kept.flatMap(asStep)) };
}

function asStep(operation: LockOperation): LockStep[] {
  const kind = lockMeaning(operation);
  if (kind === 'nothing') return [];
  const { output } = operation;
  const token = typeof output === 'number' ? output : undefined;
  return [{ kind, token, ...timesOf(operation) }];
}
