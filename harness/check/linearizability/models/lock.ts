import type { Model } from '../model.ts';
import { decideLock } from './lock-decide.ts';
import { isLockOperation, type LockOperation } from './lock-operation.ts';
import { lockWords } from './lock-words.ts';

/** A lock that one client holds at a time; free at first. */
export const lock: Model<LockOperation> = {
  name: 'lock',
  shapes: {
    acquire: 'acquire of null or {key}, which answers "OK" or a fencing token',
    tryAcquire: 'tryAcquire of null or {key}, which answers true, false or a fencing token',
    release: 'release of null or {key}, which answers "OK"',
  },
  accepts: isLockOperation,
  keyOf: ({ input }) => input?.key ?? '',
  decide: decideLock,
  words: lockWords,
};
