import { expect, test } from 'vitest';
import { sizeOf } from './cluster-size.ts';
import { processesOf } from './scenario.ts';

test('seeds take the sizes of a range in turn', () => {
  const size = { least: 3, most: 7 };
  const sizes = [1, 2, 3, 4, 5, 6].map((seed) => sizeOf(size, seed));
  expect(sizes.toSorted((a, b) => a - b)).toEqual([3, 4, 4, 5, 6, 7]);
  expect(sizeOf(size, 12)).toBe(sizeOf(size, 7));
  expect(processesOf({ processes: size }, 4)).toHaveLength(sizeOf(size, 4));
});

test('a cluster of one size has it whatever the seed', () => {
  expect([1, 2, 3].map((seed) => processesOf({ processes: 5 }, seed).length)).toEqual([5, 5, 5]);
});

test('a scenario that lists its processes has these', () => {
  const processes = [{ program: 'clerk', name: 'clerk-0' }];
  expect(processesOf({ processes }, 1)).toBe(processes);
});
