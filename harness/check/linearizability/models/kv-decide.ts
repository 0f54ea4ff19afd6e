import { decideByBlocks } from '../algorithms/blocks.ts';
import type { StringOperation } from '../algorithms/string-operation.ts';
import type { Decision } from '../decision.ts';
import type { KvOperation } from '../operations/kv-operation.ts';
import { timesOf } from '../operations/shape.ts';
import { searchFor } from '../search/search.ts';
import { StringProblem } from '../search/string-problem.ts';
import type { Searchable } from '../searchable.ts';

/** Decides one key that is put, appended to and read. Values that can be told apart need no search. */
export function decideKv(operations: readonly KvOperation[]): Decision {
  const strings = operations.filter(saysSomething).map(asStringOperation);
  return decideByBlocks(strings) ?? searchFor(new StringProblem(strings));
}

export function searchableKv(operations: readonly KvOperation[]): Searchable<KvOperation> {
  const kept = operations.filter(saysSomething);
  return { operations: kept, problem: new StringProblem(kept.map(asStringOperation)) };
}

function saysSomething({ op, end }: KvOperation): boolean {
  return op === 'get' ? end === 'ok' : end !== 'failed';
}

const KINDS = { get: 'read', put: 'write', append: 'append' } as const;

function asStringOperation(operation: KvOperation): StringOperation {
  const text = operation.op === 'get' ? (operation.output ?? '') : operation.input.value;
  return { kind: KINDS[operation.op], text, offset: undefined, ...timesOf(operation) };
}
