import { put } from './outbox.ts';
import { sliceOf } from './primordials.ts';
import { show } from './words.ts';

/** A longer line is cut: the story of a run shows it beside others. */
const LINE_LENGTH_MAX = 2_000;

/** Writes a line into the story of the run. */
export function log(...values: readonly unknown[]): void {
  let text = '';
  for (let i = 0; i < values.length; i++) text += (i ? ' ' : '') + show(values[i]);
  const line = text.length > LINE_LENGTH_MAX ? sliceOf(text, 0, LINE_LENGTH_MAX) + '...' : text;
  put('log', 0, 0, line, '');
}
