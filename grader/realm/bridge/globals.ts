import { random } from './chance.ts';
import { log } from './console.ts';
import { encode } from './json.ts';
import { parse } from './primordials.ts';
import type { ProcessGlobals } from './realm/shared.ts';
import { clearTimer, setTimer } from './timers.ts';

/** What the realm's globals do in a step of this process. */
export const globals: ProcessGlobals = {
  random,
  log,
  setTimer,
  clearTimer,
  clone: (value) => parse(encode(value, 'structuredClone argument')),
};
