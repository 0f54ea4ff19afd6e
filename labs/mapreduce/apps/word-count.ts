import type { PlainApp } from './plain-app.ts';
import { wordsOf } from './words.ts';

/** How often each word occurs (6.5840's wc). */
export const wordCount: PlainApp = {
  map: (_file, contents) => wordsOf(contents).map((word) => ({ key: word, value: '1' })),
  reduce: (_word, ones) => String(ones.length),
};
