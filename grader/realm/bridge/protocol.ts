import type { Effect, RecordChange, ServerEvent } from '../../../harness/vocabulary/server.ts';
import type { Shared } from './realm/shared.ts';

/*
 * What passes between a realm and its host: numbers and strings. The host calls into the realm and pulls the
 * effects out of its outbox; no object, function or promise of the host ever enters the realm.
 */

/** Makes the bridge of an incarnation, before any code of its own runs. `bootText` is a `Boot` as JSON text. */
export type OpenBridge = (
  shared: Shared,
  evaluate: Evaluate,
  bootText: string,
  effectsMax: number,
) => Bridge;

/** Evaluates a submission anew, and hands over what it exports by the names of the lab's programs. */
export type Evaluate = (leave: (programs: Readonly<Record<string, unknown>>) => void) => void;

/** An incarnation as its host sees it. */
export interface Bridge {
  /** The effects of the last step, `SLOTS` entries each; nothing in it may be trusted to have its type. */
  readonly outbox: Readonly<Record<number, unknown>>;
  /**
   * Begins a step. `number` is the event's timer, call or invocation; `method` and `text` are its method and
   * JSON text, and empty where it has none. `Date` is `dateAheadUs` ahead of the clock. The host then drains the realm's microtasks.
   */
  readonly step: (
    kind: ServerEvent['kind'],
    clockUs: number,
    dateAheadUs: number,
    number: number,
    method: string,
    text: string,
  ) => void;
  /** Ends the step, and returns the number of its effects. */
  readonly finish: () => number;
  /** Makes a step of one effect out of a rejection that nobody handled, and returns 1. */
  readonly fail: (reason: unknown) => number;
  /** From now on notes where the process makes its calls, which changes nothing that it does. */
  readonly noteCalls: () => void;
  /** The stack of the last call that was noted; nothing in it may be trusted to have its type. */
  readonly lastCallStack: () => unknown;
}

/** The number of an event in a step: its timer, call or invocation. */
export function numberOf(event: ServerEvent): number {
  switch (event.kind) {
    case 'boot':
      return 0;
    case 'timer':
      return event.timer;
    case 'request':
    case 'reply':
      return event.call;
    case 'invoke':
      return event.invocation;
  }
}

/** The JSON text of an event in a step; empty where it has none. */
export function textOf(event: ServerEvent): string {
  switch (event.kind) {
    case 'boot':
    case 'timer':
      return '';
    case 'request':
    case 'invoke':
      return event.args;
    case 'reply':
      return event.reply ?? '';
  }
}

/** Entries of the outbox for one effect: its kind, two numbers, two texts. */
export const SLOTS = 5;

/** The effect that begins at index `at` of an outbox. A stack is the realm's own, not mapped yet. */
export function effectAt(outbox: Bridge['outbox'], at: number): Effect {
  const kind = String(outbox[at]) as Effect['kind'];
  const a = Number(outbox[at + 1]);
  const b = Number(outbox[at + 2]);
  const text = String(outbox[at + 3]);
  const text2 = String(outbox[at + 4]);
  switch (kind) {
    case 'send':
      return { kind, call: a, to: b, method: text, args: text2 };
    case 'respond':
      return { kind, call: a, reply: text };
    case 'save':
      return { kind, state: text, snapshot: a === 1 ? text2 : null };
    case 'write':
      return { kind, records: JSON.parse(text) as RecordChange[] };
    case 'set-timer':
      return { kind, timer: a, delayUs: b };
    case 'clear-timer':
      return { kind, timer: a };
    case 'emit':
      return { kind, channel: text, value: text2 };
    case 'return':
      return { kind, invocation: a, value: text };
    case 'observe':
      return { kind, value: text };
    case 'log':
      return { kind, text };
    case 'fail':
      return { kind, message: text, stack: text2 };
    case 'flood':
      return { kind, message: text };
    default:
      throw new Error(`the bridge knows no effect '${String(kind)}'`);
  }
}
