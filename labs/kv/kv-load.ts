import type { RandomStream } from '../../harness/vocabulary/random.ts';
import { wait, type Script, type Steps } from '../../harness/vocabulary/script.ts';
import { versionOf, type KvClient } from './kv-client.ts';

/** What a client of a versioned store does all the time. */
export interface KvLoad {
  readonly keys: readonly string[];
  /** Milliseconds between two operations, drawn evenly. */
  readonly thinkMs: readonly [low: number, high: number];
  /** Operations in a hundred that are gets; the others are puts. */
  readonly getPercent: number;
  /** It begins no operation after this virtual time. */
  readonly untilUs: number;
  /** Bytes of each value; it is unique in its first few. */
  readonly valueBytes?: number;
}

/** How long a client that is down waits before it looks whether it is up again. */
const DOWN_MS = 20;

/**
 * Gets and puts on random keys. A put takes the version that the client saw last, which may be out of
 * date, or looks first; values are never written twice, so that each get tells which put it saw.
 */
export function* kvLoad(client: KvClient, random: RandomStream, load: KvLoad): Script {
  const { sim } = client.clients;
  const seen = new Map<string, number>();
  for (let number = 1; sim.nowUs < load.untilUs; number++) {
    yield* wait(random.between(...load.thinkMs));
    if (!client.isUp) {
      yield* wait(DOWN_MS);
      continue;
    }
    const key = random.pick(load.keys);
    const version = seen.get(key);
    const isGet = version === undefined || random.between(0, 99) < load.getPercent;
    if (isGet) yield* look(client, key, seen);
    else yield* write(client, { key, version, value: valueOf(client, number, load) }, seen);
  }
}

function* look(client: KvClient, key: string, seen: Map<string, number>): Steps<void> {
  const reply = yield* client.get(key);
  if (reply !== null) seen.set(key, versionOf(reply));
}

function* write(
  client: KvClient,
  put: { key: string; value: string; version: number },
  seen: Map<string, number>,
): Steps<void> {
  const err = yield* client.put(put.key, put.value, put.version);
  if (err === 'OK') seen.set(put.key, put.version + 1);
  else seen.delete(put.key);
}

function valueOf(client: KvClient, number: number, { valueBytes = 0 }: KvLoad): string {
  return `${client.name}/${number}`.padEnd(valueBytes, '.');
}

/** Reads every key once: what was written last must be there. */
export function* readAll(client: KvClient, keys: readonly string[]): Script {
  for (const key of keys) yield* client.get(key);
}
