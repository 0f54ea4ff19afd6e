import { expect, test } from 'vitest';
import { outputDifference } from './output-difference.ts';

const outputs = new Map([
  ['mr-out-0', 'ant 2\nbee 1\n'],
  ['mr-out-1', 'cat 3\n'],
]);
const difference = (contents: string, name = 'mr-out-0'): string | undefined =>
  outputDifference(name, contents, outputs);

test('the very contents differ in nothing', () => {
  expect(difference('ant 2\nbee 1\n')).toBeUndefined();
});

test.each([
  ['', 'mr-out-0 has 0 of 12 characters: it was seen before it was written'],
  ['ant 2\nb', 'mr-out-0 has 7 of 12 characters: it was seen before it was written'],
  [
    '\0\0\0\0\0\0bee 1\n',
    'mr-out-0 has 12 of 12 characters, with a hole: two writers wrote it at once',
  ],
  ['ant 2\nbee 1', 'mr-out-0 has 11 of 12 characters: it was seen before it was written'],
  ['ant 1\nbee 1', 'the last line of mr-out-0 does not end'],
  ['ant 1\nbee 1\n', 'mr-out-0 says "ant 1", not "ant 2"'],
  ['ant 2\nant 2\nbee 1\n', 'mr-out-0 has the key "ant" twice'],
  ['ant 2\nbee 1\ncat 3\n', 'mr-out-0 has the key "cat", which belongs to mr-out-1'],
  ['ant 2\nbee 1\ndog 3\n', 'mr-out-0 has the key "dog", which no map task emitted'],
  ['bee 1\n', 'mr-out-0 lacks 1 of 2 keys, such as "ant"'],
  ['bee 1\nant 2\n', 'mr-out-0 has "bee" before "ant": its keys are not sorted'],
])('%j: %s', (contents, words) => {
  expect(difference(contents)).toBe(words);
});

test('an output that no task has is told with those there are', () => {
  expect(difference('', 'mr-out-2')).toBe(
    'there is a file mr-out-2, but the outputs are mr-out-0, mr-out-1',
  );
});
