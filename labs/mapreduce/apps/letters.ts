import type { PlainApp } from './plain-app.ts';
import { wordsOf } from './words.ts';

/** How many words begin with each letter: few keys, so that each can take its time. */
export const letters: PlainApp = {
  map(_file, contents) {
    const counts = new Map<string, number>();
    for (const word of wordsOf(contents)) {
      const letter = word.charAt(0).toLowerCase();
      counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    return [...counts].map(([key, count]) => ({ key, value: String(count) }));
  },
  reduce: (_letter, counts) => String(counts.reduce((sum, count) => sum + Number(count), 0)),
};
