import type { Effect, ServerEvent } from '../../../harness/vocabulary/server.ts';

/** What the judge asks of a child; the child answers each with a frame of the same kind. */
export const ASK = {
  /** Get ready for a submission. Texts: code, bridge for a realm, bridge for an incarnation. */
  load: 1,
  /**
   * A run begins: whatever lived is gone. Numbers: 1 for a realm for each incarnation; 1 when none of them may
   * share one with those from before.
   */
  begin: 2,
  /** Start an incarnation. Number: its handle. Text: its `Boot` as JSON. */
  create: 3,
  /** Take a step. Numbers: handle, kind of event, clock, date ahead, number; texts: method, JSON text. */
  step: 4,
  /** Stop an incarnation. Number: its handle. */
  stop: 5,
  /** End a window: answers 1 if it was sound, and the effects of a rejection that nobody handled. */
  settle: 6,
  /** Measure: answers the bytes of memory in use. */
  heap: 7,
} as const;

/** Letters in the texts of all effects of one step: a frame holds them, and correct code needs a hundredth. */
export const STEP_UNITS_MAX = 16 * 1024 * 1024;

/** Kinds of events, by their number in a frame. */
export const EVENT_KINDS: readonly ServerEvent['kind'][] = [
  'boot',
  'timer',
  'request',
  'reply',
  'invoke',
];

/** Kinds of effects, by their number in a frame. */
export const EFFECT_KINDS: readonly Effect['kind'][] = [
  'send',
  'respond',
  'save',
  'write',
  'set-timer',
  'clear-timer',
  'emit',
  'return',
  'observe',
  'log',
  'fail',
  'flood',
];
