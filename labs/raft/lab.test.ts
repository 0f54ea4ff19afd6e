import { expect, test } from 'vitest';
import { lab } from './lab.ts';

test('the points of each part are those of its scenarios', () => {
  for (const { id, points } of lab.parts) {
    const scenarios = lab.scenarios.filter(({ part }) => part === id);
    expect(scenarios.reduce((sum, scenario) => sum + scenario.points, 0)).toBe(points);
  }
});

test('scenarios have ids of their own, and titles that fit a line', () => {
  const ids = lab.scenarios.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { title } of lab.scenarios) expect(title.length).toBeLessThanOrEqual(46);
});

test('every size of a cluster that changes is met by the default seeds', () => {
  for (const { servers, seeds } of lab.scenarios) {
    if (typeof servers !== 'number') {
      expect(seeds).toBeGreaterThanOrEqual(servers.most - servers.least + 1);
    }
  }
});
