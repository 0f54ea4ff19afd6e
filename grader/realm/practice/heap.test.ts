import { expect, test } from 'vitest';
import { heapBytes } from './heap.ts';

const OBJECTS = 500_000;

test('counts what is kept, and not what is let go', () => {
  const before = heapBytes();
  let kept: object[] = Array.from({ length: OBJECTS }, (_, i) => ({ i }));
  // An object with one member takes at least 16 bytes, and 4 more for its place in the list.
  expect(heapBytes() - before).toBeGreaterThan(OBJECTS * 16);
  expect(kept).toHaveLength(OBJECTS);
  kept = [];
  expect(heapBytes() - before).toBeLessThan(OBJECTS * 4);
  expect(kept).toEqual([]);
});
