import { decideByVersions } from '../algorithms/version-chain.ts';
import type { VersionedOperations } from '../algorithms/version-facts.ts';
import { byte } from '../cell.ts';
import { Names } from '../column.ts';
import type { Decision, Search } from '../decision.ts';
import { isFields, lastInstant, nameOf } from '../operations/shape.ts';
import {
  meaningOf,
  putEnd,
  versionedValueOf,
  type VersionedOperation,
} from '../operations/versioned-kv-operation.ts';
import { ObjectProblem } from '../search/object-problem.ts';
import { searchFor } from '../search/search.ts';
import type { Searchable } from '../searchable.ts';
import type { SequentialObject } from '../sequential-object.ts';

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

/** Decides one key. */
export function decideVersions(operations: readonly VersionedOperation[]): Decision {
  return decideByVersions(new Listed(operations)) ?? searchVersions(operations);
}

export function searchVersions(operations: readonly VersionedOperation[]): Search {
  return searchFor(searchableVersions(operations).problem);
}

/** Operations by their places in a list. */
class Listed implements VersionedOperations {
  readonly size: number;
  private readonly operations: readonly VersionedOperation[];
  private readonly meanings: Uint8Array;
  private readonly clients = new Names();

  constructor(operations: readonly VersionedOperation[]) {
    this.operations = operations;
    this.size = operations.length;
    this.meanings = new Uint8Array(operations.length);
    // A loop, as `Uint8Array.from` takes ten times as long.
    let index = 0;
    for (const operation of operations) this.meanings[index++] = meaningOf(operation);
  }

  clientOf(operation: number): number {
    return this.clients.numberOf(this.operations[operation]?.client ?? '');
  }

  callOf(operation: number): number {
    return this.operations[operation]?.callTime ?? 0;
  }

  returnOf(operation: number): number {
    const found = this.operations[operation];
    return found === undefined ? Infinity : lastInstant(found);
  }

  meaningOf(operation: number): number {
    return byte(this.meanings, operation);
  }

  versionOf(operation: number): number {
    const found = this.operations[operation];
    if (found === undefined || found.output === 'ErrNoKey') return 0;
    return versionedValueOf(found).version;
  }

  valueOf(operation: number): string {
    const found = this.operations[operation];
    return found === undefined ? '' : versionedValueOf(found).value;
  }
}
