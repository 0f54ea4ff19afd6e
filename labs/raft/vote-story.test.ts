import { expect, test } from 'vitest';
import { VoteStory } from './vote-story.ts';

/** The candidate stands in the term by call 1 to everybody, gets a yes from the voter, and leads. */
function leads(story: VoteStory, candidate: number, voter: number, term = 4): string[] {
  story.observed(candidate, { term, isLeader: false }, [1]);
  story.saidYes(voter, candidate, 1);
  return story.observed(candidate, { term, isLeader: true });
}

test('a server that voted for two leaders of a term is named', () => {
  const story = new VoteStory(3);
  expect(leads(story, 0, 2)).toEqual([]);
  expect(leads(story, 1, 2)).toEqual(['server 2 voted for 0 and for 1 in term 4']);
});

test('a yes to a call of before the term, such as a question before the vote, is no vote', () => {
  const story = new VoteStory(3);
  story.observed(0, { term: 3, isLeader: false });
  story.sent(0, 7);
  story.observed(0, { term: 4, isLeader: false }, [8]);
  story.saidYes(2, 0, 7);
  story.saidYes(1, 0, 8);
  story.observed(0, { term: 4, isLeader: true });
  expect(leads(story, 1, 2)).toEqual(['server 1 voted for 0 and for 1 in term 4']);
});

test('where a leader had too few votes that can be seen, nobody is accused', () => {
  const story = new VoteStory(5);
  expect(leads(story, 0, 2)).toEqual([]);
  expect(leads(story, 1, 2)).toEqual([]);
});

test('leaders of different terms may share their voters', () => {
  const story = new VoteStory(3);
  expect(leads(story, 0, 2, 4)).toEqual([]);
  expect(leads(story, 1, 2, 5)).toEqual([]);
});
