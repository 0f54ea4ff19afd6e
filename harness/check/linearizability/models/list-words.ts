import type { Json } from '../../history/operation.ts';
import type { Core, Diagnosis } from '../core.ts';
import { diagnoseOffsets } from '../explain/patterns/offset-patterns.ts';
import { diagnoseSequences } from '../explain/patterns/sequence-patterns.ts';
import { sayValue } from '../explain/words.ts';
import type { ModelWords } from '../model.ts';
import type { ListAppend, ListOperation } from '../operations/list-operation.ts';
import { nameOf } from '../operations/shape.ts';

export const listWords: ModelWords<ListOperation> = {
  onlyObserves: ({ op }) => op === 'read',
  counterparts: () => new Map(),
  sayCall,
  sayAnswer,
  otherAnswers: (operation, all) =>
    operation.op === 'read' ? listsNear(all) : offsetsNear(operation, all),
  companions: () => [],
  diagnose,
};

function sayCall(operation: ListOperation): string {
  const key = operation.input?.key === undefined ? '' : sayValue(operation.input.key);
  if (operation.op === 'read') return `Read(${key})`;
  return `Append(${key === '' ? '' : `${key}, `}${sayValue(operation.input.value)})`;
}

function sayAnswer({ op, output, end }: ListOperation): string {
  if (end !== 'ok') return end === 'failed' ? 'failed' : 'no answer';
  if (op === 'read') return sayValue(output);
  return typeof output === 'number' ? `OK, offset ${output}` : 'OK';
}

/** What was read, the longest first, alone and with one more value. */
function listsNear(all: readonly ListOperation[]): Json[] {
  const reads = all.flatMap((operation) =>
    operation.op === 'read' && operation.output !== null ? [operation.output] : [],
  );
  const lists = [...reads.toSorted((a, b) => b.length - a.length).slice(0, 10), []];
  const values = all
    .toReversed()
    .flatMap((operation) => (operation.op === 'append' ? [operation.input.value] : []));
  return [
    ...lists,
    ...values.slice(0, 6).flatMap((value) => lists.map((list) => [...list, value])),
  ];
}

function offsetsNear({ output }: ListAppend, all: readonly ListOperation[]): Json[] {
  if (typeof output !== 'number') return [];
  const appends = all.filter(({ op }) => op === 'append').length;
  return Array.from({ length: appends }, (_, offset) => offset).toReversed();
}

function diagnose(core: Core<ListOperation>): Diagnosis | undefined {
  return (
    diagnoseOffsets(core, sayCall) ??
    diagnoseSequences(core, {
      seen: ({ op, output }) => (op === 'read' && output !== null ? output.map(nameOf) : undefined),
      added: (operation) => (operation.op === 'append' ? nameOf(operation.input.value) : undefined),
      replaces: () => false,
      sayCall,
    })
  );
}
