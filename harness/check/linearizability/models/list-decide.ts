import {
  decideByAppendOrder,
  placesExactly,
  type Append,
  type PrefixRead,
} from '../algorithms/append-order.ts';
import type { StringOperation } from '../algorithms/string-operation.ts';
import type { Decision } from '../decision.ts';
import { searchFor } from '../search/search.ts';
import { StringProblem } from '../search/string-problem.ts';
import type { ListAppend, ListOperation, ListRead } from './list-operation.ts';
import { lastInstant, nameOf } from './shape.ts';

/** Decides one list or log. Values that can all be told apart need no search. */
export function decideList(operations: readonly ListOperation[]): Decision {
  const appends = operations.filter(isAppend).filter(({ end }) => end !== 'failed');
  const reads = operations.filter(isRead).filter(({ end }) => end === 'ok');
  const named = appends.map(asAppend);
  const areUnique = new Set(named.map(({ value }) => value)).size === named.length;
  return areUnique && placesExactly(named)
    ? decideUnique(named, reads)
    : searchFor(problemOf(named, reads));
}

function isAppend(operation: ListOperation): operation is ListAppend {
  return operation.op === 'append';
}

function isRead(operation: ListOperation): operation is ListRead {
  return operation.op === 'read';
}

function asAppend(append: ListAppend): Append {
  const { input, output, callTime } = append;
  const offset = typeof output === 'number' ? output : undefined;
  return { value: nameOf(input.value), from: callTime, to: lastInstant(append), offset };
}

function decideUnique(
  appends: readonly Append[],
  reads: readonly ListRead[],
): 'holds' | 'violated' {
  const seen = reads.map(namesIn);
  const longest = seen.reduce((best, names) => (names.length > best.length ? names : best), []);
  const arePrefixes = seen.every((names) => names.every((name, index) => name === longest[index]));
  if (!arePrefixes) return 'violated';
  const prefixes = reads.map((read): PrefixRead => {
    return { length: read.output?.length ?? 0, from: read.callTime, to: lastInstant(read) };
  });
  return decideByAppendOrder(longest, appends, prefixes);
}

function namesIn({ output }: ListRead): readonly string[] {
  return (output ?? []).map(nameOf);
}

/** How many characters stand for a value. */
const WIDTH = 2;

/** The list as a string of equally long codes, one for each value. */
function problemOf(appends: readonly Append[], reads: readonly ListRead[]): StringProblem {
  const codes = new Map<string, string>();
  const codeOf = (name: string): string => {
    const number = codes.size;
    const code = codes.get(name) ?? String.fromCharCode(number & 0xffff, number >>> 16);
    codes.set(name, code);
    return code;
  };
  return new StringProblem([
    ...appends.map(({ value, from, to, offset }): StringOperation => {
      const start = offset === undefined ? undefined : offset * WIDTH;
      return { kind: 'append', text: codeOf(value), offset: start, callTime: from, returnTime: to };
    }),
    ...reads.map((read): StringOperation => {
      const text = namesIn(read).map(codeOf).join('');
      const returnTime = lastInstant(read);
      return { kind: 'read', text, offset: undefined, callTime: read.callTime, returnTime };
    }),
  ]);
}
