import type { Exhibit } from '../../../../harness/scenario/exhibit.ts';

export const exhibit: Exhibit = {
  part: '6B',
  title: 'confirmed, then saved',
  question:
    'A broker answers the publisher at once, and writes the message to its disk a millisecond later. It is only ' +
    'a millisecond. Who notices when the broker crashes in it?',
  lines: { file: 'broker.ts', from: 'publish({ id, body }', count: 4 },
  scenario: 'walk-broker',
  seed: 1,
  breaks: 'stalled',
  answer:
    'Nobody, and that is the trouble: the publisher was told that the broker has the message, and will never ' +
    'send it again. Had it heard nothing, it would have. Save first, then answer; a crash between the two costs ' +
    'a second send, and no message.',
};
