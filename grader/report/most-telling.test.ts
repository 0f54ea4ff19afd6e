import { expect, test } from 'vitest';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { findLabs } from '../labs/find-labs.ts';
import { select } from '../run/select.ts';
import type { ScenarioReport } from '../run/test-submission.ts';
import { mostTelling } from './most-telling.ts';

const { scenarios } = select(await findLabs(), 'raft', undefined);

const VIOLATED: Verdict = { kind: 'violated', promise: 'p', sentence: 'P.', evidence: [], atUs: 0 };
const STALLED: Verdict = { kind: 'stalled', waitingFor: 'a leader', beliefs: [], atUs: 0 };
const crashed = (stack: string): Verdict => {
  return { kind: 'crashed', server: 0, message: 'no', stack, atUs: 0 };
};

function failed(id: string, verdict: Verdict, virtualUs = 1): ScenarioReport {
  const scenario = scenarios.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`Lab 3 has no scenario ${id}`);
  const result = { verdict, traceHash: '', events: 0, virtualUs, reached: {} };
  return { scenario, runs: [{ seed: 1, result }], verdict: verdict.kind, points: 0, reached: null };
}

const ids = (...reports: readonly ScenarioReport[]): string =>
  mostTelling(reports)
    .map(({ scenario }) => scenario.id)
    .join(' ');

test('what went wrong is told before what did not come, and a crash with its line before both', () => {
  const stalled = failed('initial-election', STALLED);
  const violated = failed('basic-agree', VIOLATED);
  expect(ids(stalled, violated)).toBe('basic-agree initial-election');
  expect(ids(stalled, violated, failed('backup', crashed('raft.ts:1:1')))).toMatch(/^backup/);
  expect(ids(stalled, violated, failed('backup', crashed('')))).toMatch(/^basic-agree/);
});

test('a scenario that aims is told before one that strikes at random', () => {
  const random = failed('figure-8-unreliable', VIOLATED);
  expect(ids(random, failed('basic-agree', STALLED))).toBe('basic-agree figure-8-unreliable');
});

test('an earlier part is told before a later one, and then a short run before a long one', () => {
  const [late, long, short] = [
    failed('persist-1', VIOLATED, 1),
    failed('basic-agree', VIOLATED, 9),
    failed('rejoin', VIOLATED, 5),
  ] as const;
  expect(ids(late, long, short)).toBe('rejoin basic-agree persist-1');
});

test('what passed is not told', () => {
  expect(ids(failed('basic-agree', { kind: 'passed' }))).toBe('');
});
