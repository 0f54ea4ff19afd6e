import type { Cheat } from './cheat.ts';
import { ANSWERS } from './answers.ts';
import { ENDLESS_CHEATS } from './endless.ts';
import { ESCAPES } from './escapes.ts';
import { FLOODS } from './floods.ts';
import { SHARING } from './sharing.ts';
import { WORDS } from './words.ts';

/** All but those that attack on the way from a file to the process that runs it. */
export const CHEATS: readonly Cheat[] = [
  ...ESCAPES,
  ...SHARING,
  ...ANSWERS,
  ...WORDS,
  ...FLOODS,
  ...ENDLESS_CHEATS,
];
