import {
  decideByAppendOrder,
  placesExactly,
  type Append,
  type PrefixRead,
} from '../algorithms/append-order.ts';
import type { StringOperation } from '../algorithms/string-operation.ts';
import type { Decision } from '../decision.ts';
import type { ListOperation } from '../operations/list-operation.ts';
import { nameOf, timesOf } from '../operations/shape.ts';
import { searchFor } from '../search/search.ts';
import { StringProblem } from '../search/string-problem.ts';
import type { Searchable } from '../searchable.ts';

/** Decides one list or log. Values that can all be told apart need no search. */
export function decideList(operations: readonly ListOperation[]): Decision {
  const steps = operations.filter(saysSomething).map(asStep);
  const appends = steps.filter((step) => step.kind === 'append');
  const areUnique = new Set(appends.map(({ value }) => value)).size === appends.length;
  return areUnique && placesExactly(appends)
    ? decideUnique(steps)
    : searchFor(searchableList(operations).problem);
}

/** For appends, what `decideByAppendOrder` wants; for reads, the names of the values that they saw. */
type ListStep = Append | (Omit<PrefixRead, 'length'> & { readonly seen: readonly string[] });

function saysSomething({ op, end }: ListOperation): boolean {
  return op === 'append' ? end !== 'failed' : end === 'ok';
}

function asStep(operation: ListOperation): ListStep {
  const times = timesOf(operation);
  if (operation.op === 'read') {
    return { kind: 'read', seen: (operation.output ?? []).map(nameOf), ...times };
  }
  const { input, output } = operation;
  const offset = typeof output === 'number' ? output : undefined;
  return { kind: 'append', value: nameOf(input.value), offset, ...times };
}

function decideUnique(steps: readonly ListStep[]): 'holds' | 'violated' {
  let longest: readonly string[] = [];
  for (const step of steps) {
    if (step.kind === 'read' && step.seen.length > longest.length) longest = step.seen;
  }
  const isPrefix = (seen: readonly string[]): boolean =>
    seen.every((name, index) => name === longest[index]);
  const arePrefixes = steps.every((step) => step.kind === 'append' || isPrefix(step.seen));
  if (!arePrefixes || new Set(longest).size < longest.length) return 'violated';
  return decideByAppendOrder(
    longest,
    steps.map((step) => (step.kind === 'append' ? step : { ...step, length: step.seen.length })),
  );
}

/** How many characters stand for a value. */
const WIDTH = 2;

/** The list as a string of equally long codes, one for each value. */
export function searchableList(operations: readonly ListOperation[]): Searchable<ListOperation> {
  const codes = new Map<string, string>();
  const codeOf = (name: string): string => {
    const number = codes.size;
    const code = codes.get(name) ?? String.fromCharCode(number & 0xffff, number >>> 16);
    codes.set(name, code);
    return code;
  };
  const kept = operations.filter(saysSomething);
  const strings = kept.map(asStep).map((step): StringOperation => {
    const { client, callTime, returnTime } = step;
    const times = { client, callTime, returnTime };
    if (step.kind === 'read') {
      return { kind: 'read', text: step.seen.map(codeOf).join(''), offset: undefined, ...times };
    }
    const offset = step.offset === undefined ? undefined : step.offset * WIDTH;
    return { kind: 'append', text: codeOf(step.value), offset, ...times };
  });
  return { operations: kept, problem: new StringProblem(strings) };
}
