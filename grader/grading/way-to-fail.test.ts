import { expect, test } from 'vitest';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import { wayToFail } from './way-to-fail.ts';

const stalled = (waitingFor: string): Verdict => ({
  kind: 'stalled',
  waitingFor,
  beliefs: [],
  atUs: 1,
});
const crashed = (message: string): Verdict => ({
  kind: 'crashed',
  server: 0,
  message,
  stack: '',
  atUs: 1,
});
const violated = (promise: string): Verdict => ({
  kind: 'violated',
  promise,
  sentence: `about ${promise}`,
  evidence: [],
  atUs: 1,
});

test('who breaks one promise fails in one way, whatever the evidence', () => {
  expect(wayToFail(violated('a'))).toBe(wayToFail({ ...violated('a'), atUs: 9 } as Verdict));
  expect(wayToFail(violated('a'))).not.toBe(wayToFail(violated('b')));
});

test('numbers and values of a client tell no ways apart', () => {
  expect(wayToFail(stalled('get("k1") of clerk 2 within 1.5 s'))).toBe(
    wayToFail(stalled('get("key") of clerk 11 within 12 s')),
  );
  expect(wayToFail(crashed('index 3 of -1\nmore'))).toBe(wayToFail(crashed('index 17 of 20')));
  expect(wayToFail(crashed("reading 'term'"))).not.toBe(wayToFail(crashed("reading 'log'")));
});

test('what passed, and what is the fault of the harness, is no failure', () => {
  expect(wayToFail({ kind: 'passed' })).toBeNull();
  expect(wayToFail({ kind: 'harness-error', message: 'oh' })).toBeNull();
});
