import { expect, test } from 'vitest';
import { ANY_METHOD, forMethods, isOfKind, type Input, type Recording } from './recording.ts';

const at = { atUs: 1_000, after: 0 };
const link = { from: 0, to: 1, half: 'request' } as const;
const hold = (method: string): Input => ({
  kind: 'hold',
  at,
  since: at,
  before: at,
  ...link,
  method,
});
const crash = (event: 'request' | 'invoke', method: string): Input => ({
  kind: 'crash-after-effect',
  at,
  server: 0,
  place: { number: 3, effect: 'save', event, method },
});
const recorded = (...inputs: Input[]): Recording => ({ network: 'reliable', inputs, endUs: 2_000 });

test('for code with other names a hold catches all methods of its link', () => {
  const adapted = forMethods(recorded(hold('vote'), hold('append')), new Set(['append']));
  expect(adapted.inputs).toEqual([hold(ANY_METHOD), hold('append')]);
  const kind = { ...link, method: ANY_METHOD };
  expect(isOfKind({ ...link, method: 'askForVote' }, kind)).toBe(true);
  expect(isOfKind({ ...link, to: 2, method: 'askForVote' }, kind)).toBe(false);
  expect(isOfKind({ ...link, method: 'append' }, { ...link, method: 'vote' })).toBe(false);
});

test('for code with other names a crash falls on any message, but not on another call of the lab', () => {
  const adapted = forMethods(
    recorded(crash('request', 'vote'), crash('invoke', 'start')),
    new Set(),
  );
  expect(adapted.inputs).toEqual([crash('request', ANY_METHOD), crash('invoke', 'start')]);
});
