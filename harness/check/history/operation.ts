/** Anything that JSON text can carry: what clients send, what services answer. */
export type Json =
  null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

/**
 * How an operation ended, as its client knows it:
 * - `ok`: it was answered, and `output` is the answer;
 * - `failed`: it definitely had no effect; an `output` such as `"ErrVersion"` says why;
 * - `unknown`: it may take effect at any time after its call, or never.
 */
export type End = 'ok' | 'failed' | 'unknown';

/**
 * One operation of one client: what it asked for, what came back, and when.
 *
 * Times may have any unit and any origin; Splitbrain's are milliseconds of virtual time. Only their
 * order matters: a call and a return at equal times count as concurrent, unless one client made both. A
 * client's operations are in the order in which they stand in the history.
 */
export interface Operation {
  readonly client: string;
  readonly op: string;
  readonly input: Json;
  readonly output: Json;
  readonly callTime: number;
  /** Null when the client never heard back, so that it cannot have called anything else since. */
  readonly returnTime: number | null;
  readonly end: End;
  /** The line of the file that it was read from, counted from 1. */
  readonly line?: number;
}
