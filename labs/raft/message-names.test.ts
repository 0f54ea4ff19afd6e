import { expect, test } from 'vitest';
import { namesOf } from './message-names.ts';

const longest = (args: unknown, method = 'mail'): string | undefined =>
  namesOf(method, JSON.stringify(args))[0];

const letters = (...sorts: string[]): unknown => ({
  from: 1,
  letters: sorts.map((k) => ({ k, term: 2, seq: 7 })),
});

test('a call of one purpose is named by its method', () => {
  expect(longest({ term: 3, candidateId: 0 }, 'requestVote')).toBe('requestVote, term 3');
  const entries = [{ term: 3, op: 'put' }];
  expect(longest({ term: 3, entries }, 'appendEntries')).toBe('appendEntries, term 3, 1 entry');
  const install = { term: 3, leaderId: 1, lastIncludedIndex: 4, data: { a: 'b' } };
  expect(longest(install, 'installSnapshot')).toBe('installSnapshot, term 3');
});

test('a method that serves for everything is named with what it carries', () => {
  expect(longest({ type: 'vote', term: 3 })).toBe('mail: vote t3');
  expect(longest({ by: 0, term: 3, news: { after: 4, lines: [] } })).toBe('mail: news t3');
});

test('an envelope is named by its letters', () => {
  expect(longest(letters('append'))).toBe('mail: append t2');
  expect(longest(letters('append', 'append', 'ack'))).toBe('mail: append + ack t2');
  expect(longest(letters('ask', 'ballot', 'ack'))).toBe('mail: ask + ballot ... t2');
  expect(longest({ from: 1, letters: [] })).toBe('mail');
});
