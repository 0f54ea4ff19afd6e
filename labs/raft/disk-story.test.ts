import { expect, test } from 'vitest';
import { DiskStory } from './disk-story.ts';

const log = (...commands: string[]): string => JSON.stringify({ log: commands });

/** Three servers; these commands were given, and servers 0 and 1 have saved them. */
function saved(...commands: string[]): DiskStory {
  const story = new DiskStory(3);
  for (const command of commands) story.given(command);
  for (const server of [0, 1]) story.saved(server, log(...commands), null);
  return story;
}

test('a save says what it adds, and what it loses', () => {
  const story = saved('x1', 'x2');
  story.given('x3');
  expect(story.saved(0, log('x1', 'x3'), null)).toEqual({
    added: ['x3'],
    lost: ['x2'],
    wasApplied: null,
    had: 2,
    has: 2,
  });
});

test('a command counts as a word of its own, whatever the format', () => {
  const story = new DiskStory(3);
  for (const command of ['x1', 'x12', 'x2....................']) story.given(command);
  expect(story.saved(0, '[["a","x12"],{"c":"x2........"}]', null).added).toEqual(['x12', 'x2']);
});

test('what was applied and is on fewer than half of the disks is counted', () => {
  const story = saved('x1');
  expect(story.applied(1, 'x1')).toBe(2);
  expect(story.isMajority(2)).toBe(true);
  expect(story.isMajority(1)).toBe(false);
  story.given('x2');
  story.saved(0, log('x1', 'x2'), null);
  expect(story.applied(2, 'x2')).toBe(1);
});

test('only the first apply of a command is counted', () => {
  const story = saved('x1');
  story.applied(1, 'x1');
  expect(story.applied(1, 'x1')).toBeNull();
});

test('what a disk loses although some server has applied it is named', () => {
  const story = saved('x1', 'x2');
  story.applied(1, 'x1');
  story.applied(2, 'x2');
  expect(story.saved(1, log('x1'), null)).toMatchObject({ lost: ['x2'], wasApplied: 'x2' });
});

test('a snapshot takes the place of the commands up to its index, and of no others', () => {
  const story = saved('x1', 'x2', 'x3');
  for (const index of [1, 2, 3]) story.applied(index, `x${index}`);
  const change = story.saved(1, log(), '[2,"digest"]');
  expect(change).toMatchObject({ lost: ['x3'], wasApplied: 'x3', had: 3, has: 2 });
});

test('of a format that hides the commands, and of a snapshot of another form, nothing is said', () => {
  const hidden = new DiskStory(3);
  hidden.given('x1');
  hidden.saved(0, '"q83jfhs"', null);
  expect(hidden.applied(1, 'x1')).toBeNull();

  const wrapped = saved('x1', 'x2');
  expect(wrapped.saved(0, log(), '{"mine":[1,"digest"]}').lost).toEqual([]);
  expect(wrapped.applied(2, 'x2')).toBeNull();
});

test('a lost disk holds nothing', () => {
  const story = saved('x1');
  story.lostDisk(0);
  expect(story.applied(1, 'x1')).toBe(1);
});
