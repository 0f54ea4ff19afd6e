import type { Json } from '../../history/operation.ts';
import { decideByClusters, type Access } from '../algorithms/value-clusters.ts';
import type { Decision } from '../decision.ts';
import type { RegisterOperation } from '../operations/register-operation.ts';
import { nameOf, timesOf } from '../operations/shape.ts';
import { RegisterProblem, type RegisterStep } from '../search/register-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';

/**
 * Decides one register, which holds `initial` before the first write. Reads and writes of values that
 * can all be told apart need no search.
 */
export function decideRegister(operations: readonly RegisterOperation[], initial: Json): Decision {
  const steps = operations.filter(saysSomething).map(asStep);
  const name = nameOf(initial);
  const accesses = steps.flatMap(asAccess);
  const writes = accesses.filter(({ kind }) => kind === 'write');
  const values = new Set(writes.map(({ value }) => value));
  const areUnique = values.size === writes.length && !values.has(name);
  return areUnique && accesses.length === steps.length
    ? decideByClusters(name, accesses)
    : searchFor(new RegisterProblem(steps, name));
}

export function searchableRegister(
  operations: readonly RegisterOperation[],
  initial: Json,
): Searchable<RegisterOperation> {
  const kept = operations.filter(saysSomething);
  return { operations: kept, problem: new RegisterProblem(kept.map(asStep), nameOf(initial)) };
}

function saysSomething({ op, end, output }: RegisterOperation): boolean {
  return op === 'read' ? end === 'ok' : end !== 'failed' || output !== null;
}

function asStep(operation: RegisterOperation): RegisterStep {
  const { op, output } = operation;
  const times = timesOf(operation);
  if (op === 'read') return { kind: 'read', from: nameOf(output), to: nameOf(output), ...times };
  if (op === 'write') {
    const to = nameOf(operation.input.value);
    return { kind: 'write', from: to, to, ...times };
  }
  const { from, to } = operation.input;
  const kind = output === false ? 'refusal' : 'swap';
  return { kind, from: nameOf(from), to: nameOf(to), ...times };
}

function asAccess({ kind, to, client, callTime, returnTime }: RegisterStep): Access[] {
  if (kind !== 'read' && kind !== 'write') return [];
  return [{ kind, value: to, client, callTime, returnTime }];
}
