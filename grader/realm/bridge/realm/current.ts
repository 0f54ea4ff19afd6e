import type { ProcessGlobals } from './shared.ts';

let current: ProcessGlobals | null = null;

/** From now on the realm's globals are those of this process: it takes a step. */
export function enter(globals: ProcessGlobals): void {
  current = globals;
}

/** What the process that takes a step has for globals; student code runs in no other moment. */
export function own(): ProcessGlobals {
  return current as ProcessGlobals;
}
