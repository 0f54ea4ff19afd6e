import { diagnoseLock } from '../explain/patterns/lock-patterns.ts';
import { sayValue } from '../explain/words.ts';
import type { ModelWords } from '../model.ts';
import { lockMeaning, type LockOperation } from '../operations/lock-operation.ts';

export const lockWords: ModelWords<LockOperation> = {
  onlyObserves: (operation) => lockMeaning(operation) === 'refused',
  counterparts,
  sayCall,
  sayAnswer,
  otherAnswers: ({ op }) => (op === 'tryAcquire' ? [true, false] : []),
  companions: (operation, all) => {
    const isAcquired = lockMeaning(operation) === 'acquired';
    const release = all.find(
      (other) =>
        other.op === 'release' &&
        other.client === operation.client &&
        other.callTime >= (operation.returnTime ?? Infinity),
    );
    return isAcquired && release !== undefined ? [release] : [];
  },
  diagnose: (core) => diagnoseLock(core, sayCall),
};

const NAMES = { acquire: 'Acquire', tryAcquire: 'TryAcquire', release: 'Release' };

function sayCall({ op, input }: LockOperation): string {
  return `${NAMES[op]}(${input?.key === undefined ? '' : sayValue(input.key)})`;
}

function sayAnswer({ op, output, end }: LockOperation): string {
  if (output === false) return 'false';
  if (end !== 'ok') return end === 'failed' ? 'failed' : 'no answer';
  if (typeof output === 'number') return `OK, token ${output}`;
  return op === 'tryAcquire' ? 'true' : 'OK';
}

/** Acquires and their releases, of clients whose releases all have a known end. */
function counterparts(
  operations: readonly LockOperation[],
): ReadonlyMap<LockOperation, LockOperation> {
  const unclear = new Set(
    operations
      .filter(({ op, end }) => op === 'release' && end === 'unknown')
      .map(({ client }) => client),
  );
  const pairs = new Map<LockOperation, LockOperation>();
  const held = new Map<string, LockOperation>();
  for (const operation of operations) {
    const meaning = lockMeaning(operation);
    const { client } = operation;
    const acquire = held.get(client);
    const says = meaning !== 'nothing' && meaning !== 'refused' && operation.end === 'ok';
    if (!says || unclear.has(client)) continue;
    held.delete(client);
    if (meaning === 'acquired') {
      held.set(client, operation);
    } else if (acquire !== undefined) {
      pairs.set(acquire, operation).set(operation, acquire);
    }
  }
  return pairs;
}
