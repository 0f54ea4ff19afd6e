import { expect, test } from 'vitest';
import type { Effect } from '../../../harness/sim/server.ts';
import { FileServer } from './file-server.ts';

const isOutput = (name: string): boolean => name.startsWith('out');
const ask = (server: FileServer, method: string, args: object): readonly Effect[] =>
  server.step({ kind: 'request', call: 7, method, args: JSON.stringify(args) });
const reply = (effects: readonly Effect[]): unknown => {
  const last = effects.at(-1);
  return last?.kind === 'respond' ? JSON.parse(last.reply) : 'no reply';
};

test('begins with the input files', () => {
  const server = new FileServer({ a: 'text' }, isOutput);
  expect(ask(server, 'read', { name: 'a' })).toEqual([
    { kind: 'respond', call: 7, reply: '"text"' },
  ]);
  expect(reply(ask(server, 'read', { name: 'b' }))).toBeNull();
  expect(reply(ask(server, 'list', { prefix: '' }))).toEqual(['a']);
});

test('tells of an output at each change, and of nothing else', () => {
  const server = new FileServer({}, isOutput);
  const effects = [
    ask(server, 'open', { id: '1', name: 'temporary' }),
    ask(server, 'write', { id: '2', handle: 0, position: 0, text: 'ab' }),
    ask(server, 'rename', { id: '3', from: 'temporary', to: 'out-0' }),
    ask(server, 'write', { id: '4', handle: 0, position: 2, text: 'c' }),
    ask(server, 'remove', { id: '5', name: 'out-0' }),
  ].map((step) => step.flatMap((effect) => (effect.kind === 'emit' ? [effect.value] : [])));
  expect(effects).toEqual([
    [],
    [],
    ['{"name":"out-0","contents":"ab"}'],
    ['{"name":"out-0","contents":"abc"}'],
    ['{"name":"out-0","contents":null}'],
  ]);
});

test('a request that comes again is answered again and carried out once', () => {
  const server = new FileServer({ a: '', b: 'old' }, isOutput);
  const rename = { id: 'x', from: 'a', to: 'b' };
  expect(reply(ask(server, 'rename', rename))).toBe(true);
  ask(server, 'open', { id: 'y', name: 'a' });
  expect(reply(ask(server, 'rename', rename))).toBe(true);
  expect(reply(ask(server, 'list', { prefix: '' }))).toEqual(['a', 'b']);
});

test('a write to a file that was never opened is refused', () => {
  const server = new FileServer({}, isOutput);
  expect(reply(ask(server, 'write', { id: '1', handle: 3, position: 0, text: '' }))).toBe(false);
});
