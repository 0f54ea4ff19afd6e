import { apply, finds, placeIn, RealError, repeated, sliceOf } from '../primordials.ts';
import { linesOf } from './quote.ts';
import { ownValue, prefixOf, type Names } from './names.ts';

const { toString: errorText } = RealError.prototype;

/** Frames of the student's own script, by the name that it has in stacks. */
const OWN_FRAME = /\bsubmission\.js:\d+:\d+\)?\s*$/;
const FRAME = /^ {4}at /;

/** An error as Node shows it: its stack, of which only the frames of the student's own code are kept. */
export function textOfError(error: Error, names: Names, indent: number): string {
  const stack = withOwnName(stackOf(error), error, names);
  const frames = framesOf(stack);
  const words = wordsOf(stack);
  return indented(frames === '' ? '[' + words + ']' : words + frames, indent);
}

/** The frames of a stack that are the student's own code, each behind a line break. */
export function framesOf(stack: string): string {
  const lines = linesOf(stack);
  let frames = '';
  for (let i = 0; i < lines.count; i++) {
    const line = withoutBreak(lines.at(i));
    if (finds(FRAME, line) && finds(OWN_FRAME, line)) frames += '\n' + line;
  }
  return frames;
}

/** What stands in front of a stack's frames. */
function wordsOf(stack: string): string {
  const lines = linesOf(stack);
  let words = '';
  for (let i = 0; i < lines.count; i++) if (!finds(FRAME, lines.at(i))) words += lines.at(i);
  return withoutBreak(words);
}

function withoutBreak(line: string): string {
  return sliceOf(line, -1) === '\n' ? sliceOf(line, 0, -1) : line;
}

function stackOf(error: Error): string {
  const { stack } = error as { stack?: unknown };
  if (typeof stack === 'string' && stack !== '') return stack;
  return apply(errorText, error, []);
}

/** A class that extends Error is called `Error` in its stack, unless it sets `name`. */
function withOwnName(stack: string, error: Error, names: Names): string {
  const { name } = error as { name?: unknown };
  if (names.maker === null || typeof name !== 'string' || !finds(/Error$/, name)) return stack;
  const rest = sliceOf(stack, name.length);
  if (placeIn(stack, name) !== 0 || !finds(/^(?:$|[:\n])/, rest)) return stack;
  const prefix = sliceOf(prefixOf(names, 'Error'), 0, -1);
  return placeIn(prefix, name) >= 0 ? prefix + rest : prefix + ' [' + name + ']' + rest;
}

function indented(text: string, indent: number): string {
  if (indent === 0 || placeIn(text, '\n') < 0) return text;
  const lines = linesOf(text);
  let moved = '';
  for (let i = 0; i < lines.count; i++)
    moved += (i === 0 ? '' : repeated(' ', indent)) + lines.at(i);
  return moved;
}

/** Whether a member of an error is told by its stack already. */
export function isInStack(error: Error, key: string | symbol): boolean {
  if (key !== 'name' && key !== 'message' && key !== 'stack') return false;
  const value = ownValue(error, key);
  return typeof value !== 'string' || placeIn(stackOf(error), value) >= 0;
}
