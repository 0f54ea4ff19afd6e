import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';

export const HOLDER_WRITES: NamedPromise = {
  id: 'holder-writes',
  sentence: 'The holder of the lock can write what the lock guards, and reads what it wrote.',
};

export const RELEASE_FREES: NamedPromise = {
  id: 'release-frees',
  about: 'progress',
  sentence:
    'A lock that was released can be had at once; only one that was not needs its lease to end.',
};
