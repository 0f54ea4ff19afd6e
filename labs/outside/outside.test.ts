import { expect, test } from 'vitest';
import { ask, replyOf, startedNative, toldBy } from '../../harness/native/native.fixture.ts';
import { OUTSIDE, type OutsideRpc } from './outside-rpc.ts';
import { ATTEMPT_CHANNEL, outside, type Attempt } from './outside.ts';

test('keeps the first entry under a key, and tells the world of every attempt', () => {
  const server = startedNative(outside);
  const steps = [
    ask(server, 'put', { key: 'mail-1', entry: 'hello' }),
    ask(server, 'put', { key: 'mail-1', entry: 'again' }),
    ask(server, 'put', { key: 'mail-2', entry: null }),
    ask(server, 'put', { key: 'mail-2', entry: 5 }),
  ];
  expect(steps.map(replyOf)).toEqual([true, false, true, false]);
  const attempts: readonly Attempt[] = [
    { key: 'mail-1', entry: 'hello', isNew: true },
    { key: 'mail-1', entry: 'again', isNew: false },
    { key: 'mail-2', entry: null, isNew: true },
    { key: 'mail-2', entry: 5, isNew: false },
  ];
  expect(steps.flatMap(toldBy)).toEqual(attempts);
});

test('what was put outside outlives a crash', () => {
  const again = startedNative(outside, { records: [['mail-1', '"hello"']] });
  expect(replyOf(ask(again, 'put', { key: 'mail-1', entry: 'again' }))).toBe(false);
});

test('refuses an entry without a key', () => {
  expect(ask(startedNative(outside), 'put', { entry: 1 })).toMatchObject([
    {
      kind: 'fail',
      message: `put() of 'outside' takes { key, entry }, the key a string; it got {"entry":1}`,
    },
  ]);
});

interface BegunRpc extends OutsideRpc {
  begin(args: { readonly key: string }): void;
}

test('a lab adds handlers of its own', () => {
  const server = startedNative<BegunRpc>(
    (node) => ({ ...outside(node), begin: ({ key }) => node.tell('begun', key) }),
    { name: OUTSIDE },
  );
  expect(toldBy(ask(server, 'begin', { key: 'mail-1' }))).toEqual(['mail-1']);
  const put = ask(server, 'put', { key: 'mail-1', entry: 1 });
  expect(put[1]).toMatchObject({ channel: ATTEMPT_CHANNEL });
});
