import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EventQueue } from './event-queue.ts';

test('events come out by time, and in the order of scheduling at equal times', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20)), (times) => {
      const queue = new EventQueue();
      for (const timeUs of times) queue.push({ timeUs, order: 0 });
      const out: number[][] = [];
      for (let event = queue.pop(); event !== undefined; event = queue.pop()) {
        out.push([event.timeUs, event.order]);
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
});
