import { expect, test } from 'vitest';
import { lab } from './lab.ts';

test('the points of each part are those of its scenarios', () => {
  for (const { id, points } of lab.parts) {
    const scenarios = lab.scenarios.filter(({ part }) => part === id);
    expect(scenarios.reduce((sum, scenario) => sum + scenario.points, 0)).toBe(points);
  }
});

test('each scenario has an id of its own, and a sentence of its own that it holds the student to', () => {
  for (const text of ['id', 'holdsTo'] as const) {
    const all = lab.scenarios.map((scenario) => scenario[text]);
    expect(new Set(all).size).toBe(all.length);
    expect(all).not.toContain(undefined);
  }
});
