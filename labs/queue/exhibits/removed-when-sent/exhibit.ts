import type { Exhibit } from '../../../../harness/scenario/exhibit.ts';

export const exhibit: Exhibit = {
  part: '6A',
  title: 'removed when it is sent',
  question:
    'A broker takes a message from its list when it sends it to a consumer. Four orders come in, two consumers ' +
    'take two each, and one of them crashes. How many orders are handled?',
  lines: { file: 'broker.ts', from: 'next(): Delivery', count: 4 },
  scenario: 'consumer-dies',
  seed: 1,
  breaks: 'stalled',
  answer:
    'Two. What the dead consumer had is nowhere any more: the broker has forgotten it, and the consumer was the ' +
    'only one that knew it. A message may leave the list only when somebody has said that it is handled.',
};
