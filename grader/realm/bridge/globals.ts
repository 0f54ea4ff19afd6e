import { random } from './chance.ts';
import { print } from './console.ts';
import { encode } from './json.ts';
import { parse } from './primordials.ts';
import type { ProcessGlobals } from './realm/shared.ts';
import { clearTimer, setTimer } from './timers.ts';

/** What the realm's globals do in a step of this process. */
export const globals: ProcessGlobals = {
  random,
  print,
  setTimer,
  clearTimer,
  clone: (value) => parse(encode(value, 'structuredClone argument')),
};
