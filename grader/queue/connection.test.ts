import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAddress, tellAddress } from './address.ts';
import { tryConnection } from './connection.ts';
import { hasRedis, RedisServer } from './redis.fixture.ts';

async function refusal(url: string, password?: string): Promise<string> {
  try {
    await tryConnection(readAddress(url, password));
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
}

test('an address has a host, and may have a port, a database, a user and a password', () => {
  expect(readAddress('redis://10.0.0.5')).toEqual({
    host: '10.0.0.5',
    port: 6_379,
    db: 0,
    isSecret: false,
  });
  expect(readAddress('rediss://ta:a%40b@[::1]:7000/3')).toEqual({
    host: '::1',
    port: 7_000,
    db: 3,
    username: 'ta',
    password: 'a@b',
    isSecret: true,
  });
  expect(tellAddress(readAddress('rediss://ta:a%40b@[::1]:7000/3'))).toBe('rediss://[::1]:7000/3');
});

test('a password may come from the environment, and the one of the URL goes before it', () => {
  expect(readAddress('redis://host', 'elsewhere').password).toBe('elsewhere');
  expect(readAddress('redis://:here@host', 'elsewhere').password).toBe('here');
});

test.each([
  ['127.0.0.1:6379', "got '127.0.0.1:6379'"],
  ['http://host:1', "got 'http://host:1'"],
  ['redis://', "got 'redis://'"],
  ['redis://host/main', "got '/main'"],
  ['redis://host/0?db=1', "got '/0?db=1'"],
])('%s is no address, and the message says what one looks like', (text, said) => {
  expect(() => readAddress(text)).toThrow(said);
  expect(() => readAddress(text)).toThrow('redis://host:port/db');
});

test('no message repeats a password', () => {
  expect(() => readAddress('http://me:secret@host')).toThrow("'http://...@host'");
  expect(() => readAddress('me:secret@host')).toThrow("'...@host'");
  expect(() => readAddress('redis://:se/cret@host')).toThrow("'redis://...@host'");
});

test('where nothing listens, or something else, that is what the message says', async () => {
  expect(await refusal('redis://127.0.0.1:1')).toMatch(/redis:\/\/127.0.0.1:1\/0: nothing listens/);
  const server = createServer((_, answer) => void answer.end('hello'));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  expect(await refusal(`redis://127.0.0.1:${port}`)).toContain('is no Redis');
  server.closeAllConnections();
  server.close();
});

describe.skipIf(!hasRedis)('a Redis that refuses', () => {
  let guarded: RedisServer;
  let replica: RedisServer;
  beforeAll(async () => {
    guarded = await RedisServer.start('--requirepass', 'right');
    replica = await RedisServer.start('--replicaof', '127.0.0.1 1');
  });
  afterAll(async () => {
    await guarded.end();
    await replica.end();
  });

  test('one that wants a password says how to give it', async () => {
    expect(await refusal(guarded.url)).toMatch(/wants a password: write redis:\/\/:password@host/);
    expect(await refusal(guarded.url, 'wrong')).toContain('refuses this user or password');
    expect(await refusal(guarded.url, 'right')).toBe('none');
  });

  test('one without that database says which there are', async () => {
    expect(await refusal(`${guarded.url}/99`, 'right')).toContain('most have 0 to 15');
  });

  test('a replica, which takes no writes, is refused', async () => {
    expect(await refusal(replica.url)).toContain('a replica that takes no writes');
  });
});
