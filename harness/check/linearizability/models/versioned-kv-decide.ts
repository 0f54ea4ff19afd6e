import { ObjectProblem } from '../search/object-problem.ts';
import type { Searchable } from '../searchable.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { putEnd, type VersionedOperation } from './versioned-kv-operation.ts';
import { isFields, nameOf } from './shape.ts';

/** One key: null as long as it does not exist, then its value and version. */
export const versionedKey: SequentialObject<VersionedOperation> = {
  initial: null,
  after(state, operation) {
    const version = isFields(state) ? Number(state['version']) : 0;
    if (operation.op === 'get') {
      return nameOf(operation.output) === nameOf(state ?? 'ErrNoKey') ? state : undefined;
    }
    const { input } = operation;
    const isDone = input.version === version;
    switch (putEnd(operation)) {
      case 'ErrNoKey':
        return state === null && !isDone ? state : undefined;
      case 'ErrVersion':
        return state !== null && !isDone ? state : undefined;
      case 'done':
        return isDone ? { value: input.value, version: version + 1 } : undefined;
      default:
        return isDone ? { value: input.value, version: version + 1 } : state;
    }
  },
};

export function searchableVersions(
  operations: readonly VersionedOperation[],
): Searchable<VersionedOperation> {
  const kept = operations.filter((operation) =>
    operation.op === 'get' ? operation.output !== null : putEnd(operation) !== 'nothing',
  );
  return { operations: kept, problem: new ObjectProblem(kept, versionedKey, { observes }) };
}

function observes(operation: VersionedOperation): boolean {
  return operation.op === 'get' || putEnd(operation).startsWith('Err');
}
