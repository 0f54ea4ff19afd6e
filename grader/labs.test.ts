import { describe, expect, test } from 'vitest';
import { findLabs } from './run/find-labs.ts';

const labs = await findLabs();

describe.each(labs)('Lab $number', ({ parts, scenarios }) => {
  test.each(parts)('the points of Part $id are those of its scenarios', ({ id, points }) => {
    const own = scenarios.filter(({ part }) => part === id);
    expect(own.reduce((sum, scenario) => sum + scenario.points, 0)).toBe(points);
  });

  test('scenarios have ids of their own, and each says what it holds the student to', () => {
    const ids = scenarios.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(scenarios.map(({ holdsTo }) => holdsTo)).not.toContain(undefined);
  });
});
