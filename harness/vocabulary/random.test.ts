import { expect, test } from 'vitest';
import { Random } from './random.ts';

test('a draw depends on its key alone, not on the draws before it', () => {
  const fresh = new Random(7, 'latency');
  const used = new Random(7, 'latency');
  for (let n = 0; n < 100; n++) used.between(0, 1000, n);
  expect(used.between(0, 1000, 5, 6, 7)).toBe(fresh.between(0, 1000, 5, 6, 7));
});

test('draws differ by seed (its high half too) and by purpose', () => {
  const bits = [
    new Random(1, 'latency'),
    new Random(2, 'latency'),
    new Random(1 + 2 ** 40, 'latency'),
    new Random(1, 'loss'),
  ].map((random) => random.bits(1, 2, 3));
  expect(new Set(bits).size).toBe(4);
});

test('the same seed gives the same draws on every machine', () => {
  const random = new Random(42, 'fixed');
  expect([0, 1, 2, 3].map((n) => random.between(0, 999, n))).toMatchInlineSnapshot(`
    [
      223,
      803,
      586,
      289,
    ]
  `);
});

test('a chance of 10% comes true about once in ten', () => {
  const random = new Random(3, 'chance');
  let hits = 0;
  for (let n = 0; n < 100_000; n++) if (random.chance(100_000, n)) hits++;
  expect(hits).toBeGreaterThan(9_700);
  expect(hits).toBeLessThan(10_300);
});
