import { expect, test } from 'vitest';
import { Conversations } from './conversations.ts';

const [A, B] = [0, 1];
const news = { kind: 'news', args: '{"news":1}' };
const agreed = { kind: 'agreed', args: '{"agreed":1}' };

/** A asks B, which answers by a call of its own from a later step. */
function askAndAnswer(): Conversations {
  const talk = new Conversations();
  talk.called(A, B, news, 'step 1');
  talk.asked(B, A, news);
  talk.called(B, A, agreed, 'step 2');
  return talk;
}

test('a call that follows a question, whenever it does, is its answer', () => {
  const talk = askAndAnswer();
  expect(talk.isAnswer('news')).toBe(false);
  expect(talk.isAnswer('agreed')).toBe(true);
  expect(talk.questionsOf(B, A, agreed.args)).toEqual([news]);
});

test('a question stays one when it once comes where something was to be answered', () => {
  const talk = askAndAnswer();
  for (const step of ['step 3', 'step 4']) talk.called(B, A, news, step);
  talk.asked(B, A, news);
  talk.called(B, A, news, 'step 5');
  expect(talk.isAnswer('news')).toBe(false);
});

test('one answer for several questions answers all, and two of them one each', () => {
  const later = { kind: 'news', args: '{"news":2}' };
  const talk = askAndAnswer();
  talk.asked(B, A, news);
  talk.asked(B, A, later);
  talk.called(B, A, { kind: 'agreed', args: '{"agreed":2}' }, 'step 3');
  expect(talk.questionsOf(B, A, '{"agreed":2}')).toEqual([news, later]);
  talk.asked(B, A, news);
  talk.asked(B, A, later);
  talk.called(B, A, { kind: 'agreed', args: '{"agreed":3}' }, 'step 4');
  talk.called(B, A, { kind: 'agreed', args: '{"agreed":4}' }, 'step 4');
  expect(talk.questionsOf(B, A, '{"agreed":3}')).toEqual([news]);
  expect(talk.questionsOf(B, A, '{"agreed":4}')).toEqual([later]);
});

test('what was answered by a reply, or is forgotten in a crash, has no other answer', () => {
  const talk = new Conversations();
  talk.asked(B, A, news);
  talk.replied(B, A, news.args);
  talk.called(B, A, agreed, 'step 1');
  talk.asked(B, A, news);
  talk.crashed(B);
  talk.called(B, A, agreed, 'step 2');
  expect(talk.isAnswer('agreed')).toBe(false);
});
