import type { KeyValue } from '../api.ts';
import { indexer } from './indexer.ts';
import { letters } from './letters.ts';
import { openings } from './openings.ts';
import { tokens } from './tokens.ts';
import { wordCount } from './word-count.ts';

/** An application as plain functions: what the job computes, without the time that it takes. */
export interface PlainApp {
  map(file: string, contents: string): readonly KeyValue[];
  reduce(key: string, values: readonly string[]): string;
}

/** Applications that jobs can run, by name. */
export const APPS = {
  'word-count': wordCount,
  indexer,
  letters,
  openings,
  tokens,
} as const satisfies Record<string, PlainApp>;

export type AppName = keyof typeof APPS;
