import { expect, test } from 'vitest';
import { VoteStory } from './vote-story.ts';

test('a server that voted for two leaders of a term is named', () => {
  const story = new VoteStory(3);
  story.observed(0, 4, false);
  story.saidYes(2, 0);
  expect(story.observed(0, 4, true)).toEqual([]);
  story.observed(1, 4, false);
  story.saidYes(2, 1);
  expect(story.observed(1, 4, true)).toEqual(['server 2 voted for 0 and for 1 in term 4']);
});

test('a yes of an earlier term, such as an answer to a question before the vote, is no vote', () => {
  const story = new VoteStory(3);
  story.observed(0, 3, false);
  story.saidYes(2, 0);
  story.observed(0, 4, false);
  story.saidYes(1, 0);
  story.observed(0, 4, true);
  story.observed(1, 4, false);
  story.saidYes(2, 1);
  expect(story.observed(1, 4, true)).toEqual(['server 1 voted for 0 and for 1 in term 4']);
});

test('where a leader had too few votes that can be seen, nobody is accused', () => {
  const story = new VoteStory(5);
  for (const leader of [0, 1]) {
    story.observed(leader, 4, false);
    story.saidYes(2, leader);
    expect(story.observed(leader, 4, true)).toEqual([]);
  }
});

test('leaders of different terms share their voters', () => {
  const story = new VoteStory(3);
  for (const leader of [0, 1]) {
    story.observed(leader, 4 + leader, false);
    story.saidYes(2, leader);
    expect(story.observed(leader, 4 + leader, true)).toEqual([]);
  }
});
