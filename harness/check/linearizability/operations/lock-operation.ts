import type { Json, Operation } from '../../history/operation.ts';
import { hasFields, isCount, isTextOrAbsent, type Shaped } from './shape.ts';

/** Without a key, all operations are on one lock. */
type LockInput = { readonly key?: string } | null;

/** Waits until nobody holds the lock, then holds it; may answer with a fencing token, which only grows. */
type LockAcquire = Shaped<'acquire', LockInput, number | 'OK' | null>;

/** Holds the lock and answers true (or with a token) if nobody held it; answers false otherwise. */
type LockTryAcquire = Shaped<'tryAcquire', LockInput, number | boolean | null>;

/** Gives up the lock, which its client must hold. */
type LockRelease = Shaped<'release', LockInput, 'OK' | null>;

export type LockOperation = LockAcquire | LockTryAcquire | LockRelease;

export function isLockOperation(operation: Operation): operation is LockOperation {
  const { op, input, output, end } = operation;
  if (input !== null && !hasFields(input, { key: isTextOrAbsent })) return false;
  switch (op) {
    case 'acquire':
      return output === null || (end === 'ok' && (output === 'OK' || isCount(output)));
    case 'tryAcquire':
      return end === 'ok' ? isCount(output) || typeof output === 'boolean' : isRefusal(output, end);
    case 'release':
      return output === null || (end === 'ok' && output === 'OK');
    default:
      return false;
  }
}

function isRefusal(output: Json, end: Operation['end']): boolean {
  return output === null || (output === false && end === 'failed');
}

/** What the checker makes of an operation: `nothing` if it says nothing. */
export type LockMeaning = 'acquired' | 'refused' | 'released' | 'nothing';

/** With an unknown end, what it would mean if it took effect. */
export function lockMeaning({ op, end, output }: LockOperation): LockMeaning {
  if (op === 'tryAcquire' && output === false) return 'refused';
  if (end === 'failed') return 'nothing';
  return op === 'release' ? 'released' : 'acquired';
}
