import { indexer } from './indexer.ts';
import { letters } from './letters.ts';
import { openings } from './openings.ts';
import type { PlainApp } from './plain-app.ts';
import { tokens } from './tokens.ts';
import { wordCount } from './word-count.ts';

/** Applications that jobs can run, by name. */
export const APPS = {
  'word-count': wordCount,
  indexer,
  letters,
  openings,
  tokens,
} as const satisfies Record<string, PlainApp>;

export type AppName = keyof typeof APPS;
