import type { Model } from '../model.ts';
import {
  isVersionedOperation,
  type VersionedOperation,
} from '../operations/versioned-kv-operation.ts';
import { decideVersions, searchableVersions, versionedKey } from './versioned-kv-decide.ts';
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
  decide: decideVersions,
  searchable: searchableVersions,
  object: versionedKey,
  gather: () => new VersionedStore(),
  words: versionedKvWords,
};
