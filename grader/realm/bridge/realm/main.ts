import './globals.ts';
import { nowMs, setClock } from './clock.ts';
import { enter } from './current.ts';
import { framesOf } from './inspect/error-text.ts';
import { format } from './inspect/format.ts';
import { inspect } from './inspect/inspect.ts';
import * as json from './json.ts';
import { KeptText } from './kept-text.ts';
import * as primordials from './primordials.ts';
import type { Shared } from './shared.ts';

/*
 * Runs once in a realm, before any student code: what all incarnations have in common that live there one after
 * another and beside each other. Student code sees no more of it than the built-in objects.
 */

/** What the function returns whose body this bundle is. */
declare const shared: { -readonly [member in keyof Shared]: Shared[member] };

shared.primordials = primordials;
shared.json = { ...json, KeptText };
shared.showing = { format, framesOf, inspect };
shared.nowMs = nowMs;
shared.enter = (globals, clockUs, dateAheadUs) => {
  enter(globals);
  setClock(clockUs, dateAheadUs);
};
