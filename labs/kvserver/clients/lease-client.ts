import type { Json } from '../../../harness/check/history/operation.ts';
import type { Steps } from '../../../harness/vocabulary/script.ts';
import { Client } from '../../../harness/clients/client.ts';
import { named, type Answered, type ClientCall } from '../../../harness/clients/client-call.ts';
import { fieldsOf, isCount, ShapeError } from '../../../harness/clients/shape-error.ts';
import type { GuardedReply, GuardedResult } from '../api.ts';

/** A client of the lease lock and of the keys that it guards. */
export class LeaseClient extends Client {
  /** The fencing token of its last hold; 0 before the first. */
  token = 0;
  /** Whether it has acquired and not released since: its lease may be over, but it may still write. */
  isHolder = false;

  protected readonly methods = {
    acquire: { input: () => null, read: readToken },
    release: { input: () => null, read: readRelease },
    write: {
      input: ([key, value]: readonly Json[]) => ({
        key: key ?? null,
        value: value ?? null,
        token: this.token,
      }),
      read: readResult,
    },
    read: { input: named('key'), read: readReply },
  };

  /** The fencing token; null when the process is down or crashes first. */
  acquire(): Steps<number | null> {
    return this.call('acquire', [], this.methods.acquire);
  }

  release(): Steps<true | null> {
    return this.call('release', [], this.methods.release);
  }

  write(key: string, value: string): Steps<GuardedResult['err'] | null> {
    return this.call('write', [key, value], this.methods.write);
  }

  read(key: string): Steps<GuardedReply | null> {
    return this.call('read', [key], this.methods.read);
  }

  override crashed(process: number): void {
    super.crashed(process);
    if (process === this.process) this.isHolder = false;
  }

  protected override begin(call: ClientCall): void {
    super.begin(call);
    if (call.method === 'release') this.isHolder = false;
  }

  protected override end(call: ClientCall, answered: Answered<unknown>): void {
    super.end(call, answered);
    if (call.method !== 'acquire') return;
    this.token = Number(answered.answer);
    this.isHolder = true;
  }
}

function readToken(value: Json): Answered<number> {
  if (isCount(value)) return { answer: value, output: value, end: 'ok' };
  throw new ShapeError(
    `acquire() of a lease lock must resolve to its fencing token, a whole number; ` +
      `it gave ${JSON.stringify(value)}`,
  );
}

function readRelease(): Answered<true> {
  return { answer: true, output: 'OK', end: 'ok' };
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
