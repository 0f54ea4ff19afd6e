import type { Verdict } from '../../harness/vocabulary/verdict.ts';

/** Letters of one text and lines of one list: what a report shows is far less, and a class has thousands. */
const LETTERS_MAX = 2_000;
const LINES_MAX = 60;

/** A verdict whose texts, some of which student code wrote, have a length that can be kept. */
export function capVerdict(verdict: Verdict): Verdict {
  const capped = Object.entries(verdict).map(([key, value]: [string, unknown]) => {
    if (typeof value === 'string') return [key, cap(value)];
    if (Array.isArray(value))
      return [key, value.slice(0, LINES_MAX).map((each) => cap(String(each)))];
    return [key, value];
  });
  return Object.fromEntries(capped) as Verdict;
}

function cap(text: string): string {
  return text.length <= LETTERS_MAX ? text : `${text.slice(0, LETTERS_MAX)}...`;
}
