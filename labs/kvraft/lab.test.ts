import { expect, test } from 'vitest';
import { lab } from './lab.ts';

test('each scenario has a sentence of its own that it holds the student to', () => {
  const sentences = lab.scenarios.map(({ holdsTo }) => holdsTo);
  expect(new Set(sentences).size).toBe(sentences.length);
});
