import type { ConsoleMethod } from './console-methods.ts';
import type * as json from './json.ts';
import type { framesOf } from './inspect/error-text.ts';
import type { format } from './inspect/format.ts';
import type { inspect } from './inspect/inspect.ts';
import type { KeptText } from './kept-text.ts';
import type * as primordials from './primordials.ts';

/** Prepares a realm before any student code runs there: for all incarnations that will live in it. */
export type PrepareRealm = () => Shared;

/** What the incarnations of a realm share. It never leaves the realm, and student code never gets it. */
export interface Shared {
  /** The built-ins as they were at the start. */
  readonly primordials: typeof primordials;
  readonly json: typeof json & { readonly KeptText: typeof KeptText };
  /** Values as a log shows them. */
  readonly showing: {
    readonly format: typeof format;
    readonly framesOf: typeof framesOf;
    readonly inspect: typeof inspect;
  };
  /** The clock of the process that takes a step. */
  readonly nowMs: () => number;
  /** The realm's globals are those of this process from now on, and its clock shows this time. */
  readonly enter: (globals: ProcessGlobals, clockUs: number, dateAheadUs: number) => void;
}

/** What stands behind the globals that are a process's own. */
export interface ProcessGlobals {
  readonly random: () => number;
  readonly print: (method: ConsoleMethod, values: readonly unknown[]) => void;
  readonly clone: (value: unknown) => unknown;
  /** Returns the number of a new timer. */
  readonly setTimer: (
    callback: (...args: readonly unknown[]) => unknown,
    delayMs: number,
    args: readonly unknown[],
    repeats: boolean,
  ) => number;
  readonly clearTimer: (timer: number) => void;
}
