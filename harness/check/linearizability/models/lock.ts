import type { Model } from '../model.ts';
import { isLockOperation, lockMeaning, type LockOperation } from '../operations/lock-operation.ts';
import { isFields } from '../operations/shape.ts';
import type { SequentialObject } from '../sequential-object.ts';
import { decideLock, searchableLock } from './lock-decide.ts';
import { lockWords } from './lock-words.ts';

/** Who holds a lock, and the latest fencing token if there are any. */
const holder: SequentialObject<LockOperation> = {
  initial: { holder: null },
  after(state, operation) {
    if (!isFields(state)) return undefined;
    const isFree = state['holder'] === null;
    const meaning = lockMeaning(operation);
    if (meaning === 'refused') return isFree ? undefined : state;
    if (meaning === 'released') {
      return state['holder'] === operation.client ? { ...state, holder: null } : undefined;
    }
    const { client, output } = operation;
    if (!isFree) return undefined;
    if (typeof output !== 'number') return { ...state, holder: client };
    return output > Number(state['token'] ?? -1) ? { holder: client, token: output } : undefined;
  },
};

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
  searchable: searchableLock,
  object: holder,
  words: lockWords,
};
