import type { PlainApp } from './plain-app.ts';

/**
 * How lines begin, and what they and the next ones are: keys with tabs in them and without a letter, values
 * of several lines and of none. Nothing says that a key or a value is a word.
 */
export const openings: PlainApp = {
  map(_file, contents) {
    const lines = contents.split('\n');
    return lines.map((line, i) => ({
      key: line.split(' ').slice(0, 2).join('\t'),
      value: lines.slice(i, i + 2).join('\n'),
    }));
  },
  reduce: (_opening, lines) => JSON.stringify([lines.length, lines.toSorted()[0]]),
};
