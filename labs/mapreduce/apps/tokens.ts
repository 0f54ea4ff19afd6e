import type { PlainApp } from './plain-app.ts';

/** How often each token occurs, where anything between two blanks is one: names, numbers, signs, nothing. */
export const tokens: PlainApp = {
  map: (_file, contents) => contents.split(/[ \n]/).map((token) => ({ key: token, value: token })),
  // Where all of them are empty, so is the result.
  reduce: (token, same) => (token === '' ? '' : String(same.length)),
};
