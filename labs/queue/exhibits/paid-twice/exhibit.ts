import type { Exhibit } from '../../../../harness/scenario/exhibit.ts';

export const exhibit: Exhibit = {
  part: '6D',
  title: 'a lost confirm pays twice',
  question:
    'A publisher sends again until it hears a confirm, as it must. Every send has a number of its own, and the ' +
    'world outside does nothing twice under one number. One confirm is lost. How often is the order paid?',
  lines: { file: 'publisher.ts', from: 'async publish(', count: 7 },
  scenario: 'resent',
  seed: 1,
  breaks: 'one-effect',
  answer:
    'Twice. The broker has two messages, and does its duty by both. Only the publisher knows that they are one: ' +
    'it must give the message its id once, before the first send, and send that again.',
};
