import { expect, test } from 'vitest';
import { isReceipt, messageKind } from './message-kind.ts';

const kind = (args: unknown): string => messageKind('tell', JSON.stringify(args));

test('messages of one kind differ in numbers and in what they carry', () => {
  const beat = kind({ append: { term: 3, entries: [], hint: null } });
  expect(kind({ append: { term: 4, entries: [{ term: 4, command: 'x12' }], hint: 7 } })).toBe(beat);
  expect(kind(['append', 3, 0, []])).toBe(kind(['append', 4, 1, [[4, 'x12']]]));
});

test('a field, a flag or a word makes another kind', () => {
  const kinds = [{ vote: 1 }, { ask: 1 }, { ask: 1, isPre: true }, { ask: 1, isPre: false }];
  expect(new Set(kinds.map(kind)).size).toBe(4);
  expect(kind({ type: 'vote', term: 1 })).not.toBe(kind({ type: 'voted', term: 1 }));
  expect(kind(['vote', 1])).not.toBe(kind(['voted', 1]));
});

test('a message in a text, as JSON or in words, has a kind as well', () => {
  expect(kind('{"type":"vote","term":1}')).toBe(kind({ type: 'vote', term: 1 }));
  expect(kind('vote 1 2')).toBe(kind('vote 3 15'));
  expect(kind('vote 1 2')).not.toBe(kind('voted 1 2'));
});

test('several messages in one call are of all their kinds', () => {
  const [vote, beat] = [
    { type: 'vote', term: 1 },
    { type: 'beat', term: 1 },
  ];
  expect(kind([beat, beat])).toBe(kind([beat]));
  expect(kind([beat, vote])).toBe(kind([vote, beat]));
  expect(kind([beat, vote])).not.toBe(kind([beat]));
});

test('messages in one envelope are of their own kinds', () => {
  const mail = (...letters: object[]): string => kind({ from: 1, letters });
  const [ask, beat] = [
    { k: 'ask', term: 1 },
    { k: 'append', term: 1, entries: [] },
  ];
  expect(mail(ask)).not.toBe(mail(beat));
  expect(mail(beat, beat)).toBe(mail({ ...beat, entries: [{ term: 1, command: 'x1' }] }));
  expect(mail(ask, beat)).toBe(mail(beat, ask));
  // Entries of a log say nothing of what sort of message they are in.
  expect(kind({ term: 1, entries: [{ term: 1, command: 'x1' }] })).toBe(
    kind({ term: 1, entries: [] }),
  );
});

test('a reply that says nothing is a receipt', () => {
  expect(['null', '0', '{}'].map(isReceipt)).toEqual([true, true, true]);
  expect(['false', '{"term":0}'].map(isReceipt)).toEqual([false, false]);
});
