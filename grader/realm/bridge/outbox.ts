import type { Effect } from '../../../harness/vocabulary/server.ts';
import { EFFECTS_MAX } from './given.ts';
import { bare } from './primordials.ts';
import { SLOTS } from './protocol.ts';

/** What was done in the current step, for the host to pull; `effectAt` says what the slots mean. */
export const outbox = bare<Record<number, unknown>>();

let count = 0;
let isDead = false;

/** Notes what the process did. A dead one does nothing, and too much in one step kills it. */
export function put(kind: Effect['kind'], a: number, b: number, text: string, text2: string): void {
  if (isDead) return;
  if (count < EFFECTS_MAX) return fill(count++, kind, a, b, text, text2);
  isDead = true;
  const message = 'more than ' + EFFECTS_MAX + ' messages, timers or log lines in one step';
  fill(count - 1, 'flood', 0, 0, message, '');
}

function fill(
  index: number,
  kind: Effect['kind'],
  a: number,
  b: number,
  text: string,
  text2: string,
): void {
  const at = index * SLOTS;
  outbox[at] = kind;
  outbox[at + 1] = a;
  outbox[at + 2] = b;
  outbox[at + 3] = text;
  outbox[at + 4] = text2;
}

/** Forgets the last step; returns whether the process lives. */
export function begin(): boolean {
  count = 0;
  return !isDead;
}

/** From now on the process does nothing. */
export function die(): void {
  isDead = true;
}

/** Lets a process say one thing more, as when a rejection comes to light after its step. */
export function revive(): void {
  isDead = false;
}

export function effectCount(): number {
  return count;
}

export function isAlive(): boolean {
  return !isDead;
}
