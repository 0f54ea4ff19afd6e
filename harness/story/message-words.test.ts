import { expect, test } from 'vitest';
import { tellCall, tellJson, tellJsonBriefly } from './message-words.ts';

const json = (value: unknown): string => JSON.stringify(value);

test('the word that says what a message is comes first, and small parts are told', () => {
  expect(tellJson(json({ task: 3, kind: 'reduce', mapTasks: 8 }))).toBe(
    'reduce, task 3, mapTasks 8',
  );
  expect(tellJson(json({ err: 'OK', data: { a: 1, b: { c: [] } }, tried: [1, 'x'] }))).toBe(
    'OK, data {2}, tried [1 "x"]',
  );
  expect(tellJson(json({ success: false, conflict: { term: null, firstIndex: 2 } }))).toBe(
    'success false, conflict {term null, firstIndex 2}',
  );
});

test('what is no object is told as it is, and long texts and lists are cut', () => {
  expect(tellJson('null')).toBe('null');
  expect(tellJson(json('x'.repeat(40)))).toBe(`"${'x'.repeat(18)}.."`);
  expect(tellJson(json([1, 2, 3, 4, 5, 6, 7]))).toBe('[7]');
  expect(tellJson(json([{ term: 1 }]))).toBe('[1]');
});

test('briefly, a message is what it is and its first number', () => {
  expect(tellJsonBriefly(json({ task: 3, kind: 'reduce', mapTasks: 8 }))).toBe('reduce 3');
  expect(tellJsonBriefly(json({ kind: 'wait' }))).toBe('wait');
  expect(tellJsonBriefly(json({ ok: true }))).toBe('ok true');
  expect(tellJsonBriefly('7')).toBe('7');
});

test('a call is told by its name, with what it carries', () => {
  expect(tellCall('fetchShard', json({ num: 2, shard: 7 }))).toBe('fetchShard num 2, shard 7');
  expect(tellCall('requestTask', json({}))).toBe('requestTask');
  expect(tellCall('requestTask', 'null')).toBe('requestTask');
});
