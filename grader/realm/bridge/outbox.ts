import type { Effect } from '../../../harness/vocabulary/server.ts';
import { EFFECTS_MAX } from './given.ts';
import { bare, max } from './primordials.ts';
import { SLOTS } from './protocol.ts';

/** What was done in the current step, for the host to pull; `effectAt` says what the slots mean. */
export const outbox = bare<Record<number, unknown>>();

/** Letters of all lines that one step logs: half of what its texts may have, and a book of 2,000 pages. */
const LOGGED_LETTERS_MAX = 8 * 1024 * 1024;

let count = 0;
let loggedLetters = 0;
let isDead = false;

/** Notes what the process did. A dead one does nothing, and too much in one step kills it. */
export function put(kind: Effect['kind'], a: number, b: number, text: string, text2: string): void {
  if (isDead) return;
  if (count < EFFECTS_MAX) return fill(count++, kind, a, b, text, text2);
  flood('more than ' + EFFECTS_MAX + ' messages, timers or log lines in one step');
}

/** Notes a line that the process logged. */
export function putLine(line: string): void {
  loggedLetters += line.length;
  if (loggedLetters <= LOGGED_LETTERS_MAX) return put('log', 0, 0, line, '');
  if (!isDead) flood('it logged more than ' + LOGGED_LETTERS_MAX + ' letters in one step');
}

/** The last effect of a process that did too much. */
function flood(message: string): void {
  isDead = true;
  fill(max(count - 1, 0), 'flood', 0, 0, message, '');
  count = max(count, 1);
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
  loggedLetters = 0;
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
