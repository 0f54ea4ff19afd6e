import { expect, test } from 'vitest';
import { ask, replyOf, startedNative } from '../../../harness/native/native.fixture.ts';
import type { Node } from '../api.ts';
import { fileServer } from '../files/file-server.ts';
import { FilesClient } from './files-client.ts';

/** A client on a direct line to files of its own, and the requests that went over it. */
function connect(files: Record<string, string>): { client: FilesClient; requests: string[] } {
  const server = startedNative(fileServer(files, () => false));
  const requests: string[] = [];
  const call = async (method: string, args: unknown): Promise<unknown> => {
    requests.push(`${method} ${JSON.stringify(args)}`);
    return replyOf(ask(server, method, args));
  };
  const line = new Proxy({}, { get: (_, method: string) => (args: unknown) => call(method, args) });
  return { client: new FilesClient({ to: () => line } as unknown as Node<unknown>), requests };
}

test('what was written can be read, renamed, listed and removed', async () => {
  const { client } = connect({ 'in.txt': 'text' });
  await client.write('a', 'x'.repeat(1_200));
  expect(await client.read('a')).toBe('x'.repeat(1_200));
  expect(await client.rename('a', 'b')).toBe(true);
  expect(await client.rename('a', 'b')).toBe(false);
  expect(await client.list()).toEqual(['b', 'in.txt']);
  expect(await client.list('i')).toEqual(['in.txt']);
  expect(await client.remove('b')).toBe(true);
  expect(await client.read('b')).toBeUndefined();
});

test('a file is written in pieces of 500 characters, and an empty one in none', async () => {
  const { client, requests } = connect({});
  await client.write('a', 'x'.repeat(1_001));
  await client.write('b', '');
  expect(requests.map((each) => each.replaceAll(/x{2,}/g, 'xx'))).toEqual([
    'open {"name":"a"}',
    'write {"handle":0,"position":0,"text":"xx"}',
    'write {"handle":0,"position":500,"text":"xx"}',
    'write {"handle":0,"position":1000,"text":"x"}',
    'open {"name":"b"}',
  ]);
});

test('what is no string is refused by its place', async () => {
  const { client } = connect({});
  const wrong = client as unknown as { write(name: unknown, contents: unknown): Promise<void> };
  await expect(wrong.write('a', 3)).rejects.toThrow(
    'write: the contents of a must be a string; it is 3',
  );
  await expect(wrong.write(undefined, '')).rejects.toThrow('write: the name must be a string');
});
