import { shared } from './given.ts';
import { putLine } from './outbox.ts';
import { listOf, placeIn, privateMap, RealError, repeated, sliceOf } from './primordials.ts';
import type { ConsoleMethod } from './realm/console-methods.ts';

const { format, framesOf, inspect } = shared.showing;

/** A longer line is cut, and says so: nobody reads so much, and one step may log thousands of lines. */
const LINE_LENGTH_MAX = 100_000;

/** Blanks in front of each line, as `console.group` asks for them. */
let indent = 0;
/** Deeper groups have the indent of this one. */
const INDENT_MAX = 60;
const counts = privateMap<string, number>();
const timers = privateMap<string, number>();

/** Does what a method of `console` does with these values in Node, on the process's own clock. */
export function print(method: ConsoleMethod, values: readonly unknown[]): void {
  switch (method) {
    case 'trace':
      return write('Trace: ' + format(values) + framesOf('' + new RealError().stack));
    case 'assert':
      return values[0] ? undefined : write(assertion(from(values, 1)));
    case 'dir':
      return write(inspect(values[0]));
    case 'group':
    case 'groupCollapsed':
      if (values.length > 0) write(format(values));
      indent += 2;
      return;
    case 'groupEnd':
      indent -= indent > 0 ? 2 : 0;
      return;
    case 'count':
    case 'countReset':
      return count(labelOf(values), method === 'count');
    case 'time':
      timers.set(labelOf(values), shared.nowMs());
      return;
    case 'timeLog':
    case 'timeEnd':
      return tellTimer(labelOf(values), method === 'timeEnd', from(values, 1));
    default:
      return write(format(values));
  }
}

function assertion(values: readonly unknown[]): string {
  if (values.length === 0) return 'Assertion failed';
  return 'Assertion failed' + (typeof values[0] === 'string' ? ': ' : ' ') + format(values);
}

function labelOf(values: readonly unknown[]): string {
  return values[0] === undefined ? 'default' : format(from(values, 0, 1));
}

function count(label: string, isTold: boolean): void {
  const times = isTold ? (counts.get(label) ?? 0) + 1 : 0;
  counts.set(label, times);
  if (isTold) write(label + ': ' + times);
}

function tellTimer(label: string, isOver: boolean, values: readonly unknown[]): void {
  const sinceMs = timers.get(label);
  if (sinceMs === undefined) return write("There is no timer '" + label + "'");
  if (isOver) timers.delete(label);
  const more = values.length === 0 ? '' : ' ' + format(values);
  write(label + ': ' + (shared.nowMs() - sinceMs) + 'ms' + more);
}

function from(values: readonly unknown[], start: number, end = values.length): readonly unknown[] {
  const some: Record<number, unknown> & { length: number } = {
    __proto__: null,
    length: 0,
  } as never;
  for (let i = start; i < end; i++) some[some.length++] = values[i];
  return listOf(some);
}

function write(text: string): void {
  const line = indent === 0 ? text : indented(text, indent > INDENT_MAX ? INDENT_MAX : indent);
  const more = line.length - LINE_LENGTH_MAX;
  putLine(more <= 0 ? line : sliceOf(line, 0, LINE_LENGTH_MAX) + '... ' + more + ' more letters');
}

function indented(text: string, blanks: number): string {
  const start = repeated(' ', blanks);
  let moved = start;
  let at = 0;
  for (;;) {
    const end = placeIn(text, '\n', at);
    if (end < 0) return moved + sliceOf(text, at);
    moved += sliceOf(text, at, end + 1) + start;
    at = end + 1;
  }
}
