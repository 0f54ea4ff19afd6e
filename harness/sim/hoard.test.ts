import { expect, test } from 'vitest';
import { excessOf } from './hoard.ts';

const LITTLE = { waiting: 650, sentBytes: 40_000_000, recordBytes: 1_000_000 };

test('what correct solutions need is no excess', () => {
  expect(excessOf(LITTLE)).toBeNull();
});

test.each([
  [{ waiting: 100_001 }, 'more than 100000 messages and timers wait to happen'],
  [{ sentBytes: 400_000_001 }, 'more than 400000000 bytes were sent'],
  [{ recordBytes: 32_000_001 }, 'more than 32000000 bytes are on one disk'],
])('%j is told', (much, words) => {
  expect(excessOf({ ...LITTLE, ...much })).toContain(words);
});
