import { expect, test } from 'vitest';
import { processesOf } from '../../harness/scenario/scenario.ts';
import { lab } from './lab.ts';

test('titles fit a line', () => {
  for (const { title } of lab.scenarios) expect(title.length).toBeLessThanOrEqual(46);
});

test('each scenario has a sentence of its own that it holds the student to', () => {
  const sentences = lab.scenarios.map(({ holdsTo }) => holdsTo);
  expect(new Set(sentences).size).toBe(sentences.length);
});

test('the server never crashes: it has no disk', () => {
  for (const scenario of lab.scenarios) {
    const plans = Array.from(
      { length: 50 },
      (_, seed) => scenario.plan?.(seed, processesOf(scenario, seed)) ?? [],
    );
    for (const { fault } of plans.flat()) {
      if (fault.kind === 'crash') expect(fault.server).not.toBe(0);
      if (fault.kind === 'crash-between-effects') expect(fault.among).not.toContain(0);
    }
  }
});
