import type * as json from './json.ts';
import type { KeptText } from './kept-text.ts';
import type * as primordials from './primordials.ts';

/** Prepares a realm before any student code runs there: for all incarnations that will live in it. */
export type PrepareRealm = () => Shared;

/** What the incarnations of a realm share. It never leaves the realm, and student code never gets it. */
export interface Shared {
  /** The built-ins as they were at the start. */
  readonly primordials: typeof primordials;
  readonly json: typeof json & { readonly KeptText: typeof KeptText };
  /** The realm's globals are those of this process from now on, and its clock shows this time. */
  readonly enter: (globals: ProcessGlobals, clockUs: number, dateAheadUs: number) => void;
}

/** What stands behind the globals that are a process's own. */
export interface ProcessGlobals {
  readonly random: () => number;
  readonly log: (...values: readonly unknown[]) => void;
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
