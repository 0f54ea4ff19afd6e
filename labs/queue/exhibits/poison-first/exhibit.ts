import type { Exhibit } from '../../../../harness/scenario/exhibit.ts';

export const exhibit: Exhibit = {
  part: '6C',
  title: 'one poisoned body starves all',
  question:
    'A message that failed goes back to the head of the queue and is tried again. Now there is one that always ' +
    'fails. What does the consumer that gets it do in the next hour?',
  lines: { file: 'broker.ts', from: 'settle({ id, outcome }', count: 9 },
  scenario: 'poison',
  seed: 1,
  breaks: 'limit-is-kept',
  answer:
    'It fails, again and again, and no error tells anybody. As soon as every place of every consumer holds such a ' +
    'message, nothing else is handed out. A broker must count how often it hands a message out, give up in time, ' +
    'and put it where a person finds it.',
};
