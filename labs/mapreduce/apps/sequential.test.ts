import { expect, test } from 'vitest';
import { TEXTS } from '../texts/all.ts';
import { APPS } from './apps.ts';
import { runSequentially } from './sequential.ts';

const texts = { 'a.txt': 'To be, or not to be', 'b.txt': 'not now' };
const job = { files: ['a.txt', 'b.txt'], reduceTasks: 2 };
const run = (app: keyof typeof APPS): object =>
  Object.fromEntries(runSequentially(APPS[app], texts, job));

test('word count: one line a word, sorted, each in the file of its reduce task', () => {
  expect(run('word-count')).toMatchInlineSnapshot(`
    {
      "mr-out-0": "To 1
    be 2
    not 2
    or 1
    to 1
    ",
      "mr-out-1": "now 1
    ",
    }
  `);
});

test('indexer: the files that a word occurs in', () => {
  expect(run('indexer')).toMatchInlineSnapshot(`
    {
      "mr-out-0": "To 1 a.txt
    be 1 a.txt
    not 2 a.txt,b.txt
    or 1 a.txt
    to 1 a.txt
    ",
      "mr-out-1": "now 1 b.txt
    ",
    }
  `);
});

test('letters: words by their first letter', () => {
  expect(run('letters')).toMatchInlineSnapshot(`
    {
      "mr-out-0": "o 1
    ",
      "mr-out-1": "b 2
    n 3
    t 2
    ",
    }
  `);
});

test('every reduce task of the real texts has work to do', () => {
  const outputs = runSequentially(APPS['word-count'], TEXTS, {
    files: Object.keys(TEXTS),
    reduceTasks: 6,
  });
  expect([...outputs.values()].every((contents) => contents.length > 1_500)).toBe(true);
});
