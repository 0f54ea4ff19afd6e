import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';

test('events come out by time, and in the order of scheduling at equal times', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = new EventQueue<number>();
      for (const [order, timeUs] of times.entries()) queue.push(timeUs, order);
      const out: number[][] = [];
      for (let timeUs = queue.nextTimeUs(); timeUs < Infinity; timeUs = queue.nextTimeUs()) {
        out.push([timeUs, queue.pop() ?? -1]);
      }
      const expected = times
        .map((timeUs, order) => [timeUs, order])
        .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0));
      expect(out).toEqual(expected);
    }),
  );
});

test('an empty queue has no next time', () => {
  expect(new EventQueue().nextTimeUs()).toBe(Number.POSITIVE_INFINITY);
  expect(new EventQueue().pop()).toBeUndefined();
});
