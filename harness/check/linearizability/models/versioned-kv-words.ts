import type { Json } from '../../history/operation.ts';
import { diagnoseVersions } from '../explain/patterns/version-patterns.ts';
import { sayValue } from '../explain/words.ts';
import type { ModelWords } from '../model.ts';
import {
  putEnd,
  type VersionedGet,
  type VersionedOperation,
  type VersionedPut,
} from '../operations/versioned-kv-operation.ts';

export const versionedKvWords: ModelWords<VersionedOperation> = {
  onlyObserves: (operation) => operation.op === 'get' || putEnd(operation) !== 'done',
  counterparts: () => new Map(),
  sayCall,
  sayAnswer,
  otherAnswers: (operation, all) =>
    operation.op === 'put' ? ['OK', 'ErrVersion', 'ErrNoKey'] : valuesWritten(all),
  companions: (operation, all) => (operation.op === 'get' ? writersOf(operation, all) : []),
  diagnose: (core) => diagnoseVersions(core, sayCall),
};

function sayCall(operation: VersionedOperation): string {
  const key = sayValue(operation.input.key);
  if (operation.op === 'get') return `Get(${key})`;
  return `Put(${key}, ${sayValue(operation.input.value)}, ${operation.input.version})`;
}

function sayAnswer({ output, end }: VersionedOperation): string {
  if (typeof output === 'string') return output;
  if (output !== null) return `version ${output.version}, ${sayValue(output.value)}`;
  return end === 'ok' ? 'OK' : end === 'failed' ? 'failed' : 'no answer';
}

/** All that a get can have seen, the latest first. */
function valuesWritten(all: readonly VersionedOperation[]): Json[] {
  const writes = all
    .filter((operation) => operation.op === 'put')
    .filter((put) => putEnd(put) === 'done' || putEnd(put) === 'maybe');
  const outputs = writes.map(({ input: { value, version } }) => ({ value, version: version + 1 }));
  return [...outputs.toSorted((a, b) => b.version - a.version), 'ErrNoKey'];
}

function writersOf(get: VersionedGet, all: readonly VersionedOperation[]): VersionedPut[] {
  const seen = get.output;
  if (seen === null || seen === 'ErrNoKey') return [];
  return all
    .filter((operation) => operation.op === 'put')
    .filter((put) => putEnd(put) === 'done' || putEnd(put) === 'maybe')
    .filter(({ input }) => input.version + 1 === seen.version && input.value === seen.value);
}
