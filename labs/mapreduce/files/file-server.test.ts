import { expect, test } from 'vitest';
import { ask, replyOf, startedNative, toldBy } from '../../../harness/native/native.fixture.ts';
import { fileServer } from './file-server.ts';

const isWatched = (name: string): boolean => name.startsWith('out');

test('begins with the files that it is given', () => {
  const server = startedNative(fileServer({ a: 'text' }, isWatched));
  expect(ask(server, 'read', { name: 'a' })).toEqual([
    { kind: 'respond', call: 7, reply: '"text"' },
  ]);
  expect(replyOf(ask(server, 'read', { name: 'b' }))).toBeNull();
  expect(replyOf(ask(server, 'list', { prefix: '' }))).toEqual(['a']);
});

test('tells of every change of a file that is watched, and of no other', () => {
  const server = startedNative(fileServer({}, isWatched));
  const changes = [
    ask(server, 'open', { name: 'temporary' }),
    ask(server, 'write', { handle: 0, position: 0, text: 'ab' }),
    ask(server, 'rename', { from: 'temporary', to: 'out-0' }),
    ask(server, 'write', { handle: 0, position: 2, text: 'c' }),
    ask(server, 'remove', { name: 'out-0' }),
  ].map(toldBy);
  expect(changes).toEqual([
    [],
    [],
    [{ name: 'out-0', contents: 'ab' }],
    [{ name: 'out-0', contents: 'abc' }],
    [{ name: 'out-0', contents: null }],
  ]);
});

test('a write to a file that was never opened is refused', () => {
  const server = startedNative(fileServer({}, isWatched));
  expect(replyOf(ask(server, 'write', { handle: 3, position: 0, text: '' }))).toBe(false);
});
