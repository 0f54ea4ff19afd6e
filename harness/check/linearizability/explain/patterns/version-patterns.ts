import type { Core, Diagnosis } from '../../core.ts';
import {
  putEnd,
  type VersionedGet,
  type VersionedOperation,
  type VersionedPut,
} from '../../operations/versioned-kv-operation.ts';
import { precedes, sayValue, sayWhose } from '../words.ts';
import { amongOperations, amongPairs } from './pairs.ts';

/** Says what is wrong with gets and conditional puts on one key. */
export function diagnoseVersions(
  { operations, all }: Core<VersionedOperation>,
  sayCall: (operation: VersionedOperation) => string,
): Diagnosis | undefined {
  const patterns = new VersionPatterns(all, (operation) => sayWhose(operation, sayCall(operation)));
  return (
    amongPairs(operations, (first, second) => patterns.bothAccepted(first, second)) ??
    amongOperations(operations, (operation) => patterns.neverWritten(operation)) ??
    amongOperations(operations, (operation) => patterns.fromTheFuture(operation)) ??
    amongPairs(operations, (first, second) => patterns.goesBack(first, second)) ??
    amongPairs(operations, (get, put) => patterns.seenAndAccepted(get, put)) ??
    amongOperations(operations, (operation) => patterns.refusedForNothing(operation)) ??
    amongPairs(operations, (first, second) => patterns.wronglyRefused(first, second)) ??
    amongOperations(operations, (operation) => patterns.skippedVersion(operation))
  );
}

class VersionPatterns {
  /** All puts that took effect, or may have. */
  private readonly puts: readonly VersionedPut[];
  private readonly say: (operation: VersionedOperation) => string;

  constructor(all: readonly VersionedOperation[], say: (operation: VersionedOperation) => string) {
    this.puts = all.filter((operation) => operation.op === 'put').filter(mayHaveWritten);
    this.say = say;
  }

  bothAccepted(first: VersionedOperation, second: VersionedOperation): Diagnosis | undefined {
    if (!isDone(first) || !isDone(second)) return undefined;
    const { version } = first.input;
    if (second.input.version !== version) return undefined;
    return {
      pattern: 'split-brain',
      sentence:
        `${this.say(first)} and ${this.say(second)} both returned OK, ` +
        `but only one put can follow version ${version}.`,
    };
  }

  neverWritten(operation: VersionedOperation): Diagnosis | undefined {
    const seen = valueSeen(operation);
    if (seen === undefined || this.writersOf(seen).length > 0) return undefined;
    const { value, version } = seen;
    const done = this.puts.find((put) => isDone(put) && put.input.version === version - 1);
    const instead =
      done === undefined
        ? `nobody ever put that with version ${version - 1}`
        : `version ${version} was made by ${this.say(done)}`;
    return {
      pattern: 'never-written',
      sentence: `${this.say(operation)} saw ${sayValue(value)} at version ${version}, but ${instead}.`,
      mentions: done === undefined ? [] : [done],
    };
  }

  /** A put that was seen to take effect, and another on its version that returned OK. */
  seenAndAccepted(get: VersionedOperation, accepted: VersionedOperation): Diagnosis | undefined {
    const seen = valueSeen(get);
    if (seen === undefined || !isDone(accepted)) return undefined;
    const writers = this.writersOf(seen);
    const [writer] = writers;
    const { version } = accepted.input;
    if (writer === undefined || version + 1 !== seen.version || writers.includes(accepted)) {
      return undefined;
    }
    return {
      pattern: 'split-brain',
      sentence:
        `${this.say(get)} saw what ${this.say(writer)} wrote, and ${this.say(accepted)} returned OK, ` +
        `but only one put can follow version ${version}.`,
      mentions: [writer],
    };
  }

  fromTheFuture(operation: VersionedOperation): Diagnosis | undefined {
    const seen = valueSeen(operation);
    const writers = seen === undefined ? [] : this.writersOf(seen);
    const [first] = writers.toSorted((a, b) => a.callTime - b.callTime);
    if (first === undefined || !(first.callTime > (operation.returnTime ?? Infinity))) {
      return undefined;
    }
    return {
      pattern: 'read-from-the-future',
      sentence:
        `${this.say(operation)} returned version ${seen?.version ?? 0} before ${this.say(first)}, ` +
        `which made it, was called.`,
      mentions: [first],
    };
  }

  goesBack(first: VersionedOperation, second: VersionedOperation): Diagnosis | undefined {
    const reached = versionAfter(first);
    const needed = versionNeeded(second);
    if (reached === undefined || needed === undefined || reached <= needed) return undefined;
    if (!precedes(first, second)) return undefined;
    const before = `${this.say(first)} had ${whatItShowed(first, reached)}`;
    if (second.op === 'put' && isDone(second)) {
      return {
        pattern: 'lost-write',
        sentence:
          `${this.say(second)} returned OK for version ${needed}, although it started after ${before}, ` +
          `so that the key was at version ${reached} or later.`,
      };
    }
    return {
      pattern: isDone(first) ? 'stale-read' : 'reads-go-back',
      sentence:
        `${this.say(second)} started after ${before}, but it ` +
        (needed === 0
          ? 'was told that the key does not exist.'
          : `saw version ${needed}, which is older than version ${reached}.`),
    };
  }

  /** A refusal that the state of the key cannot explain, whatever its version. */
  refusedForNothing(operation: VersionedOperation): Diagnosis | undefined {
    if (operation.op !== 'put') return undefined;
    const end = putEnd(operation);
    if (end === 'ErrNoKey' && operation.input.version === 0) {
      return {
        pattern: 'wrongly-refused',
        sentence: `${this.say(operation)} was refused with ErrNoKey, but version 0 asks to create the key.`,
      };
    }
    if (end !== 'ErrVersion') return undefined;
    // What has to come first: the key, or at version 1, which is the first, the version after it.
    const before = operation.input.version === 1 ? 1 : 0;
    const until = operation.returnTime ?? Infinity;
    if (this.puts.some(({ input, callTime }) => input.version === before && callTime <= until)) {
      return undefined;
    }
    return {
      pattern: 'wrongly-refused',
      sentence:
        `${this.say(operation)} was refused with ErrVersion, but the key had no other version: ` +
        `nobody else had put with version ${before} by then.`,
    };
  }

  wronglyRefused(first: VersionedOperation, second: VersionedOperation): Diagnosis | undefined {
    if (second.op !== 'put' || putEnd(second) !== 'ErrVersion') return undefined;
    const { version } = second.input;
    if (versionAfter(first) !== version || !precedes(first, second)) return undefined;
    const mayHaveMoved = this.puts.some(
      ({ input, callTime }) =>
        input.version === version && callTime <= (second.returnTime ?? Infinity),
    );
    if (mayHaveMoved) return undefined;
    return {
      pattern: 'wrongly-refused',
      sentence:
        `${this.say(second)} was refused with ErrVersion, although the key was at version ${version} ` +
        `all the while: ${this.say(first)} came before, and no other put with that version was called.`,
    };
  }

  skippedVersion(operation: VersionedOperation): Diagnosis | undefined {
    const needed = versionNeeded(operation) ?? 0;
    const until = operation.returnTime ?? Infinity;
    const called = this.puts.filter(({ callTime }) => callTime <= until);
    const put = new Set(called.map(({ input }) => input.version));
    for (let version = 0; version < needed; version++) {
      if (put.has(version)) continue;
      return {
        pattern: 'never-written',
        sentence:
          `${this.say(operation)} found version ${needed}, but nobody had put with version ` +
          `${version} by then, so that the key cannot have got there.`,
      };
    }
    return undefined;
  }

  private writersOf({ value, version }: Seen): readonly VersionedPut[] {
    return this.puts.filter(({ input }) => input.version === version - 1 && input.value === value);
  }
}

interface Seen {
  readonly value: string;
  readonly version: number;
}

function valueSeen(operation: VersionedOperation): Seen | undefined {
  if (operation.op !== 'get' || operation.output === null) return undefined;
  return operation.output === 'ErrNoKey' ? undefined : operation.output;
}

function mayHaveWritten(put: VersionedPut): boolean {
  return isDone(put) || putEnd(put) === 'maybe';
}

function isDone(operation: VersionedOperation): operation is VersionedPut {
  return operation.op === 'put' && putEnd(operation) === 'done';
}

/** The version at which the operation surely found the key; 0 if it did not exist. */
function versionNeeded(operation: VersionedOperation): number | undefined {
  if (operation.op === 'get') return versionIn(operation);
  const end = putEnd(operation);
  if (end === 'ErrNoKey') return 0;
  return end === 'done' ? operation.input.version : undefined;
}

/** The version that the key surely had reached once the operation was over. */
function versionAfter(operation: VersionedOperation): number | undefined {
  if (operation.op === 'get') return versionIn(operation);
  const end = putEnd(operation);
  if (end === 'done') return operation.input.version + 1;
  // Whatever the version was, there was one.
  return end === 'ErrVersion' ? 1 : undefined;
}

function whatItShowed(operation: VersionedOperation, version: number): string {
  if (operation.op === 'get') return `seen version ${version}`;
  return isDone(operation)
    ? 'returned OK'
    : 'been refused with ErrVersion, so that the key existed';
}

function versionIn({ output }: VersionedGet): number | undefined {
  if (output === null) return undefined;
  return output === 'ErrNoKey' ? 0 : output.version;
}
