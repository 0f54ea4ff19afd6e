import { expect, test } from 'vitest';
import { serversOf } from './scenario.ts';

test('seeds take the sizes of a range in turn', () => {
  const servers = { least: 3, most: 7 };
  const sizes = [1, 2, 3, 4, 5, 6].map((seed) => serversOf({ servers }, seed));
  expect(sizes.toSorted((a, b) => a - b)).toEqual([3, 4, 4, 5, 6, 7]);
  expect(serversOf({ servers }, 12)).toBe(serversOf({ servers }, 7));
});

test('a scenario of one size has it whatever the seed', () => {
  expect([1, 2, 3].map((seed) => serversOf({ servers: 5 }, seed))).toEqual([5, 5, 5]);
});
