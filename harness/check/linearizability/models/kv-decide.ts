import { decideByBlocks } from '../algorithms/blocks.ts';
import type { StringOperation } from '../algorithms/string-operation.ts';
import type { Decision } from '../decision.ts';
import { searchFor } from '../search/search.ts';
import { StringProblem } from '../search/string-problem.ts';
import type { KvOperation } from './kv-operation.ts';
import { lastInstant } from './shape.ts';

/** Decides one key that is put, appended to and read. Values that can be told apart need no search. */
export function decideKv(operations: readonly KvOperation[]): Decision {
  const strings = operations.flatMap(asStringOperation);
  return decideByBlocks(strings) ?? searchFor(new StringProblem(strings));
}

/** Nothing, if the operation says nothing: definitely not done, or a read without an answer. */
function asStringOperation(operation: KvOperation): StringOperation[] {
  const { callTime, end } = operation;
  const times = { callTime, returnTime: lastInstant(operation), offset: undefined };
  if (operation.op === 'get') {
    return end === 'ok' && operation.output !== null
      ? [{ kind: 'read', text: operation.output, ...times }]
      : [];
  }
  if (end === 'failed') return [];
  const kind = operation.op === 'put' ? 'write' : 'append';
  return [{ kind, text: operation.input.value, ...times }];
}
