import { expect, test } from 'vitest';
import type { Effect } from '../../../harness/vocabulary/server.ts';
import { FileServer } from './file-server.ts';

const isWatched = (name: string): boolean => name.startsWith('out');
const ask = (server: FileServer, method: string, args: object): readonly Effect[] =>
  server.step({ kind: 'request', call: 7, method, args: JSON.stringify(args) });
const reply = (effects: readonly Effect[]): unknown => {
  const last = effects.at(-1);
  return last?.kind === 'respond' ? JSON.parse(last.reply) : 'no reply';
};

test('begins with the files that it is given', () => {
  const server = new FileServer({ a: 'text' }, isWatched);
  expect(ask(server, 'read', { name: 'a' })).toEqual([
    { kind: 'respond', call: 7, reply: '"text"' },
  ]);
  expect(reply(ask(server, 'read', { name: 'b' }))).toBeNull();
  expect(reply(ask(server, 'list', { prefix: '' }))).toEqual(['a']);
});

test('tells of every change of a file that is watched, and of no other', () => {
  const server = new FileServer({}, isWatched);
  const changes = [
    ask(server, 'open', { name: 'temporary' }),
    ask(server, 'write', { handle: 0, position: 0, text: 'ab' }),
    ask(server, 'rename', { from: 'temporary', to: 'out-0' }),
    ask(server, 'write', { handle: 0, position: 2, text: 'c' }),
    ask(server, 'remove', { name: 'out-0' }),
  ].map((step) => step.flatMap((effect) => (effect.kind === 'emit' ? [effect.value] : [])));
  expect(changes).toEqual([
    [],
    [],
    ['{"name":"out-0","contents":"ab"}'],
    ['{"name":"out-0","contents":"abc"}'],
    ['{"name":"out-0","contents":null}'],
  ]);
});

test('a write to a file that was never opened is refused', () => {
  const server = new FileServer({}, isWatched);
  expect(reply(ask(server, 'write', { handle: 3, position: 0, text: '' }))).toBe(false);
});
