import type { PlainApp } from './plain-app.ts';
import { wordsOf } from './words.ts';

/** Which files each word occurs in: their number and names (6.5840's indexer). */
export const indexer: PlainApp = {
  map: (file, contents) =>
    [...new Set(wordsOf(contents))].map((word) => ({ key: word, value: file })),
  reduce: (_word, files) => `${files.length} ${files.toSorted().join(',')}`,
};
