import type { Json } from '../../../harness/check/history/operation.ts';
import type { Steps } from '../../../harness/scenario/script.ts';
import { Client, type Answered } from '../../clients.ts';
import { fieldsOf, isCount, ShapeError } from '../../shape-error.ts';
import type { GuardedReply, GuardedResult } from '../api.ts';

/** A client of the lease lock and of the keys that it guards. */
export class LeaseClient extends Client {
  /** The fencing token of its last hold; 0 before the first. */
  token = 0;

  /** The fencing token; null when the process is down or crashes first. */
  *acquire(): Steps<number | null> {
    const request = { op: 'acquire', input: null, method: 'acquire', args: [], words: 'Acquire()' };
    const token = yield* this.call(request, readToken);
    if (token !== null) this.token = token;
    return token;
  }

  release(): Steps<true | null> {
    const request = { op: 'release', input: null, method: 'release', args: [], words: 'Release()' };
    return this.call(request, () => ({ answer: true, output: 'OK', end: 'ok' }));
  }

  write(key: string, value: string): Steps<GuardedResult['err'] | null> {
    const words = `Write(${JSON.stringify(key)}, ${JSON.stringify(value)})`;
    const input = { key, value, token: this.token };
    return this.call(
      { op: 'write', input, method: 'write', args: [key, value], words },
      readResult,
    );
  }

  read(key: string): Steps<GuardedReply | null> {
    const words = `Read(${JSON.stringify(key)})`;
    return this.call({ op: 'read', input: { key }, method: 'read', args: [key], words }, readReply);
  }
}

function readToken(value: Json): Answered<number> {
  if (isCount(value)) return { answer: value, output: value, end: 'ok' };
  throw new ShapeError(
    `acquire() of a lease lock must resolve to its fencing token, a whole number; ` +
      `it gave ${JSON.stringify(value)}`,
  );
}

function readResult(value: Json): Answered<GuardedResult['err']> {
  const { err } = fieldsOf(value);
  if (err === 'OK') return { answer: err, output: err, end: 'ok' };
  // What was refused may still have been there for a while, under the eyes of nobody.
  if (err === 'ErrFenced') return { answer: err, output: err, end: 'unknown' };
  throw new ShapeError(
    `write() must answer { err: 'OK' } or { err: 'ErrFenced' }; it answered ${JSON.stringify(value)}`,
  );
}

function readReply(reply: Json): Answered<GuardedReply> {
  const { err, value, token } = fieldsOf(reply);
  if (err === 'ErrNoKey') return { answer: { err }, output: err, end: 'ok' };
  if (err === 'OK' && typeof value === 'string' && isCount(token)) {
    return { answer: { err, value, token }, output: { value, token }, end: 'ok' };
  }
  throw new ShapeError(
    "read() must answer { err: 'OK', value: a string, token: a whole number } or " +
      `{ err: 'ErrNoKey' }; it answered ${JSON.stringify(reply)}`,
  );
}
