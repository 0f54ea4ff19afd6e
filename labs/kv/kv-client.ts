import type { Json } from '../../harness/check/history/operation.ts';
import type { Steps } from '../../harness/vocabulary/script.ts';
import { Client } from '../../harness/clients/client.ts';
import { named, type Answered } from '../../harness/clients/client-call.ts';
import { fieldsOf, isCount, ShapeError } from '../../harness/clients/shape-error.ts';

/** What a key holds, or that it does not exist. */
export type GetReply =
  | { readonly err: 'OK'; readonly value: string; readonly version: number }
  | { readonly err: 'ErrNoKey' };

/** What a clerk tells of a put: done, refused, or that nobody can tell. */
export type PutError = 'OK' | 'ErrVersion' | 'ErrNoKey' | 'ErrMaybe';

/**
 * A client of a versioned key/value service. Its process has the methods `get(key)` and
 * `put(key, value, version)`, which answer as Lab 2's clerk does.
 */
export class KvClient extends Client {
  protected readonly methods = METHODS;

  /** Null when the process is down or crashes first. */
  get(key: string): Steps<GetReply | null> {
    return this.call('get', [key], METHODS.get);
  }

  /** Null when the process is down or crashes first. */
  put(key: string, value: string, version: number): Steps<PutError | null> {
    return this.call('put', [key, value, version], METHODS.put);
  }
}

/** The version that a put takes which is made from this answer to a get; 0 where there is none. */
export function versionOf(reply: GetReply | null): number {
  return reply?.err === 'OK' ? reply.version : 0;
}

const METHODS = {
  get: { input: named('key'), read: readGet },
  put: { input: named('key', 'value', 'version'), read: readPut },
};

function readGet(reply: Json): Answered<GetReply> {
  const { err, value, version } = fieldsOf(reply);
  if (err === 'ErrNoKey') return { answer: { err }, output: err, end: 'ok' };
  if (err === 'OK' && typeof value === 'string' && isCount(version)) {
    return { answer: { err, value, version }, output: { value, version }, end: 'ok' };
  }
  throw new ShapeError(
    "get() must answer { err: 'OK', value: a string, version: a whole number } or " +
      `{ err: 'ErrNoKey' }; it answered ${JSON.stringify(reply)}`,
  );
}

const ENDS = { OK: 'ok', ErrVersion: 'failed', ErrNoKey: 'failed', ErrMaybe: 'unknown' } as const;

function readPut(reply: Json): Answered<PutError> {
  const { err } = fieldsOf(reply);
  if (err === 'OK' || err === 'ErrVersion' || err === 'ErrNoKey' || err === 'ErrMaybe') {
    return { answer: err, output: err, end: ENDS[err] };
  }
  throw new ShapeError(
    `put() must answer { err } with one of ${Object.keys(ENDS).join(', ')}; ` +
      `it answered ${JSON.stringify(reply)}`,
  );
}
