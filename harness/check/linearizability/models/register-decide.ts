import { decideByClusters, type Access } from '../algorithms/value-clusters.ts';
import type { Decision } from '../decision.ts';
import { RegisterProblem, type RegisterStep } from '../search/register-problem.ts';
import { searchFor } from '../search/search.ts';
import type { RegisterOperation } from './register-operation.ts';
import { lastInstant, nameOf } from './shape.ts';

/** What a register holds before the first write. */
const INITIAL = nameOf(null);

/** Decides one register. Reads and writes of values that can all be told apart need no search. */
export function decideRegister(operations: readonly RegisterOperation[]): Decision {
  const steps = operations.flatMap(asStep);
  const reads = steps.filter(({ kind }) => kind === 'read');
  const writes = steps.filter(({ kind }) => kind === 'write');
  const values = new Set(writes.map(({ to }) => to));
  const areUnique = values.size === writes.length && !values.has(INITIAL);
  return areUnique && reads.length + writes.length === steps.length
    ? decideByClusters(INITIAL, writes.map(asAccess), reads.map(asAccess))
    : searchFor(new RegisterProblem(steps, INITIAL));
}

/** Nothing, if the operation says nothing: definitely not done, or a read without an answer. */
function asStep(operation: RegisterOperation): RegisterStep[] {
  const { op, end, output, callTime } = operation;
  const times = { callTime, returnTime: lastInstant(operation) };
  if (op === 'read') {
    const seen = nameOf(output);
    return end === 'ok' ? [{ kind: 'read', from: seen, to: seen, ...times }] : [];
  }
  if (end === 'failed' && output === null) return [];
  if (op === 'write') {
    const to = nameOf(operation.input.value);
    return [{ kind: 'write', from: to, to, ...times }];
  }
  const { from, to } = operation.input;
  const kind = output === false ? 'refusal' : 'swap';
  return [{ kind, from: nameOf(from), to: nameOf(to), ...times }];
}

function asAccess({ to, callTime, returnTime }: RegisterStep): Access {
  return { value: to, from: callTime, to: returnTime };
}
