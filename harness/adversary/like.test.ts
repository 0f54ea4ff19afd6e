import { expect, test } from 'vitest';
import { isLike } from './like.ts';

const message = { from: 1, to: 2, half: 'reply' as 'request' | 'reply' };

test('every field that is named must be like it', () => {
  expect(isLike<typeof message>({ from: 1, half: 'reply' })(message)).toBe(true);
  expect(isLike<typeof message>({ from: 1, half: 'request' })(message)).toBe(false);
  expect(isLike<typeof message>({})(message)).toBe(true);
});

test('a field may be one of several, or be tested', () => {
  expect(isLike<typeof message>({ from: [0, 1] })(message)).toBe(true);
  expect(isLike<typeof message>({ from: [0, 2] })(message)).toBe(false);
  expect(isLike<typeof message>({ from: [] })(message)).toBe(false);
  expect(isLike<typeof message>({ to: (to) => to > 1 })(message)).toBe(true);
  expect(isLike<typeof message>({ to: (to) => to > 2 })(message)).toBe(false);
});

test('a test of the whole is a like, too', () => {
  expect(isLike<typeof message>(({ from, to }) => from < to)(message)).toBe(true);
  expect(isLike<typeof message>(({ from, to }) => from > to)(message)).toBe(false);
});
