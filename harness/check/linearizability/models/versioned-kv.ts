import type { Decision } from '../decision.ts';
import type { Model } from '../model.ts';
import { searchableVersions, versionedKey } from './versioned-kv-decide.ts';
import { isVersionedOperation, type VersionedOperation } from './versioned-kv-operation.ts';
import { VersionedStore } from './versioned-kv-store.ts';
import { versionedKvWords } from './versioned-kv-words.ts';

/** Lab 2's key/value service: conditional puts on versions. */
export const versionedKv: Model<VersionedOperation> = {
  name: 'versioned-kv',
  shapes: {
    get: 'get of {key}, which answers {value, version} or "ErrNoKey"',
    put:
      'put of {key, value, version}, which answers "OK", "ErrVersion" or "ErrNoKey" ' +
      '("ErrMaybe" has end "unknown")',
  },
  accepts: isVersionedOperation,
  keyOf: ({ input }) => input.key,
  decide,
  searchable: searchableVersions,
  object: versionedKey,
  gather: () => new VersionedStore(),
  words: versionedKvWords,
};

function decide(operations: readonly VersionedOperation[]): Decision {
  const store = new VersionedStore();
  for (const operation of operations) store.add(operation);
  const [part] = store.parts();
  return part === undefined ? 'holds' : part.decide();
}
