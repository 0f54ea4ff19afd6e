import type { Exhibit } from '../../../../harness/scenario/exhibit.ts';

export const exhibit: Exhibit = {
  part: '2C',
  title: 'a put that is sent again',
  question:
    'A clerk sends a put again until there is an answer, and passes the answer on. Puts are conditional, so ' +
    'none can be carried out twice. What can its caller hear that is not true?',
  lines: { file: 'clerk.ts', from: 'async put(', count: 7 },
  scenario: 'lost-messages',
  seed: 6,
  breaks: 'linearizable',
  answer:
    'The first request was carried out, but its answer was lost. The second one finds the version that the ' +
    'first one made, and is refused. ErrVersion tells the caller that nothing was written, which is wrong: ' +
    'whoever sent more than once can only say ErrMaybe.',
};
