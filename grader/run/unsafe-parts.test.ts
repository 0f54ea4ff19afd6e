import { expect, test } from 'vitest';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { unsafeParts } from './unsafe-parts.ts';

const broken = (about?: 'progress'): Verdict => ({
  kind: 'violated',
  promise: 'p',
  sentence: 'Something is promised.',
  ...(about === undefined ? {} : { about }),
  evidence: [],
  atUs: 0,
});
const stalled: Verdict = { kind: 'stalled', waitingFor: 'a leader', beliefs: [], atUs: 0 };

test('a part is unsafe when one run of one scenario broke a promise of safety', () => {
  const passed: Verdict = { kind: 'passed' };
  const ofB = { part: '3B', isFull: false, verdicts: [passed, broken(), passed] };
  const ofA = { part: '3A', isFull: true, verdicts: [passed] };
  expect([...unsafeParts([ofA, ofB])]).toEqual(['3B']);
});

test('what comes too late, or not at all, is not unsafe', () => {
  const verdicts = [stalled, broken('progress')];
  expect(unsafeParts([{ part: '3A', isFull: false, verdicts }]).size).toBe(0);
});

test('a scenario that has all of its points makes nothing unsafe', () => {
  expect(unsafeParts([{ part: '3A', isFull: true, verdicts: [broken()] }]).size).toBe(0);
});
