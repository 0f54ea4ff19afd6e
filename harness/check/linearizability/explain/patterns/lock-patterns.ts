import type { Core, Diagnosis } from '../../core.ts';
import { lockMeaning, type LockOperation } from '../../operations/lock-operation.ts';
import { precedes, sayClient, sayWhose } from '../words.ts';
import { amongOperations, amongPairs } from './pairs.ts';

/** Says what is wrong with operations on one lock. */
export function diagnoseLock(
  { operations, all }: Core<LockOperation>,
  sayCall: (operation: LockOperation) => string,
): Diagnosis | undefined {
  const patterns = new LockPatterns(all, (operation) => sayWhose(operation, sayCall(operation)));
  return (
    amongPairs(operations, (first, second) => patterns.twoHolders(first, second)) ??
    amongPairs(operations, (first, second) => patterns.tokenGoesBack(first, second)) ??
    amongOperations(operations, (operation) => patterns.neverHeld(operation)) ??
    amongOperations(operations, (operation) => patterns.refusedForNothing(operation))
  );
}

class LockPatterns {
  /** All operations that took effect, or may have. */
  private readonly all: readonly LockOperation[];
  private readonly say: (operation: LockOperation) => string;

  constructor(all: readonly LockOperation[], say: (operation: LockOperation) => string) {
    this.all = all.filter((operation) => lockMeaning(operation) !== 'nothing');
    this.say = say;
  }

  twoHolders(first: LockOperation, second: LockOperation): Diagnosis | undefined {
    if (!hasAcquired(first) || !hasAcquired(second) || !returnedBefore(first, second))
      return undefined;
    if (this.mayHaveReleased(first, second)) return undefined;
    const release = this.all.find(
      (other) => isReleaseBy(first, other) && other.callTime > (second.returnTime ?? Infinity),
    );
    const until = release === undefined ? 'has not released it' : 'released it only later';
    const sentence =
      `${this.say(second)} succeeded while ${sayClient(first)} held the lock: ` +
      `${this.say(first)} had succeeded before, and ${sayClient(first)} ${until}.`;
    return { pattern: 'two-holders', sentence: sentence };
  }

  tokenGoesBack(first: LockOperation, second: LockOperation): Diagnosis | undefined {
    const [older, newer] = [first.output, second.output];
    if (typeof older !== 'number' || typeof newer !== 'number' || newer > older) return undefined;
    if (newer !== older && !this.heldBefore(first, second)) return undefined;
    return {
      pattern: 'token-goes-back',
      sentence:
        newer === older
          ? `${this.say(first)} and ${this.say(second)} both got the fencing token ${older}.`
          : `${this.say(second)} got the fencing token ${newer}, although ${this.say(first)} ` +
            `before it had got ${older}: tokens must grow.`,
    };
  }

  neverHeld(release: LockOperation): Diagnosis | undefined {
    if (release.op !== 'release' || release.end !== 'ok') return undefined;
    const until = release.returnTime ?? Infinity;
    const own = this.all.filter(({ client }) => client === release.client);
    const acquires = own.filter(
      (other) => lockMeaning(other) === 'acquired' && other.callTime <= until,
    );
    const releases = own.filter(
      ({ op, end, returnTime }) => op === 'release' && end === 'ok' && (returnTime ?? 0) <= until,
    );
    if (acquires.length >= releases.length) return undefined;
    return {
      pattern: 'released-unheld',
      sentence:
        `${this.say(release)} returned OK, but ${sayClient(release)} did not hold the lock: ` +
        (acquires.length === 0
          ? 'it never acquired it.'
          : 'it has released it more often than acquired it.'),
    };
  }

  refusedForNothing(refusal: LockOperation): Diagnosis | undefined {
    if (lockMeaning(refusal) !== 'refused') return undefined;
    const mayBeHeld = this.all.some(
      (other) =>
        lockMeaning(other) === 'acquired' &&
        other.callTime <= (refusal.returnTime ?? Infinity) &&
        !this.wasReleasedBefore(other, refusal),
    );
    if (mayBeHeld) return undefined;
    return {
      pattern: 'wrongly-refused',
      sentence: `${this.say(refusal)} was refused, although nobody held the lock.`,
    };
  }

  /** Each holds the lock when its acquire returns; so who returned first held it first. */
  private heldBefore(first: LockOperation, second: LockOperation): boolean {
    const isClear = this.all.every(
      ({ client, op, end }) => client !== second.client || op !== 'release' || end === 'ok',
    );
    return isClear ? returnedBefore(first, second) : precedes(first, second);
  }

  /** Whether the hold that `acquire` began may have ended before `other` returned. */
  private mayHaveReleased(acquire: LockOperation, other: LockOperation): boolean {
    return this.all.some(
      (release) =>
        isReleaseBy(acquire, release) && release.callTime <= (other.returnTime ?? Infinity),
    );
  }

  private wasReleasedBefore(acquire: LockOperation, other: LockOperation): boolean {
    return (
      acquire.end === 'ok' &&
      this.all.some((release) => isReleaseBy(acquire, release) && precedes(release, other))
    );
  }
}

function hasAcquired(operation: LockOperation): boolean {
  return lockMeaning(operation) === 'acquired' && operation.end === 'ok';
}

function isReleaseBy(acquire: LockOperation, other: LockOperation): boolean {
  return (
    other.op === 'release' &&
    other.client === acquire.client &&
    other.callTime >= (acquire.returnTime ?? acquire.callTime)
  );
}

function returnedBefore(first: LockOperation, second: LockOperation): boolean {
  return (first.returnTime ?? Infinity) < (second.returnTime ?? Infinity);
}
