import type { Operation } from '../../../harness/check/history/operation.ts';
import {
  answered,
  secondsFromMs,
  type AnsweredOperation,
  type LeasePromise,
} from './lease-promise.ts';

/** A write by its token, and by its place among the writes under that token. */
interface Place {
  readonly token: number;
  readonly number: number;
}

interface Seen {
  readonly operation: AnsweredOperation;
  readonly place: Place;
  readonly words: string;
}

/** A key that nobody has written yet. */
const NOWHERE: Place = { token: -1, number: 0 };

/**
 * Fencing, seen from outside: once a write under some token was answered, or seen by a read, nothing
 * older is written or seen any more. Values are never written twice.
 */
export const guardedKeyNeverGoesBack: LeasePromise = {
  id: 'guarded-key-never-goes-back',
  sentence:
    'What was written under a token is never followed by what was written under a lower one, ' +
    'or earlier under the same.',
  check(history) {
    const writes = placesOf(history);
    const seen: Seen[] = [];
    for (const read of answered(history, 'read')) {
      const found = placeOfRead(read, writes);
      if (found === undefined) {
        const { value, token } = read.output as { value: string; token: number };
        return [`${read.client} read "${value}" under token ${token}, which nobody wrote under it`];
      }
      seen.push({ operation: read, place: found, words: `${read.client} read ${saw(read)}` });
    }
    for (const write of answered(history, 'write')) {
      const { key, value } = write.input as { key: string; value: string };
      const place = writes.get(nameOf(key, value));
      if (write.end !== 'ok' || place === undefined) continue;
      const words = `${write.client} wrote "${value}" under token ${place.token}`;
      seen.push({ operation: write, place, words });
    }
    return goingBack(seen);
  },
};

function goingBack(seen: readonly Seen[]): string[] | undefined {
  for (const later of seen) {
    for (const earlier of seen) {
      if (keyOf(earlier) !== keyOf(later)) continue;
      if (earlier.operation.returnTime >= later.operation.callTime) continue;
      if (compare(earlier.place, later.place) <= 0) continue;
      return [
        `${earlier.words} by ${secondsFromMs(earlier.operation.returnTime)}`,
        `${later.words} from ${secondsFromMs(later.operation.callTime)} on`,
      ];
    }
  }
  return undefined;
}

/** Every write that was called, by key and value. */
function placesOf(history: readonly Operation[]): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  let number = 0;
  for (const { op, input } of history) {
    if (op !== 'write') continue;
    const { key, value, token } = input as { key: string; value: string; token: number };
    places.set(nameOf(key, value), { token, number: ++number });
  }
  return places;
}

function placeOfRead(
  read: AnsweredOperation,
  writes: ReadonlyMap<string, Place>,
): Place | undefined {
  if (read.output === 'ErrNoKey') return NOWHERE;
  const { value, token } = read.output as { value: string; token: number };
  const place = writes.get(nameOf((read.input as { key: string }).key, value));
  return place?.token === token ? place : undefined;
}

function saw({ output }: AnsweredOperation): string {
  if (output === 'ErrNoKey') return 'that the key does not exist';
  const { value, token } = output as { value: string; token: number };
  return `"${value}" under token ${token}`;
}

function keyOf({ operation }: Seen): string {
  return (operation.input as { key: string }).key;
}

function nameOf(key: string, value: string): string {
  return JSON.stringify([key, value]);
}

function compare(a: Place, b: Place): number {
  return a.token - b.token || a.number - b.number;
}
