import type { Json } from '../../../harness/check/history/operation.ts';
import type { Steps } from '../../../harness/scenario/script.ts';
import { Client, named, type Answered, type Method } from '../../clients.ts';
import { ShapeError } from '../../shape-error.ts';

/** A client that takes and gives up locks. Its history has the operations of the `lock` model. */
export class LockClient extends Client {
  protected readonly methods = METHODS;

  /** Whether it holds the lock now; null when the process is down or crashes first. */
  acquire(name: string): Steps<true | null> {
    return this.call('acquire', [name], METHODS.acquire);
  }

  release(name: string): Steps<true | null> {
    return this.call('release', [name], METHODS.release);
  }
}

const METHODS = { acquire: stepOf('acquire'), release: stepOf('release') };

function stepOf(op: string): Method<true> {
  return { input: named('key'), read: (value) => readNothing(value, op) };
}

function readNothing(value: Json, op: string): Answered<true> {
  if (value === null) return { answer: true, output: 'OK', end: 'ok' };
  throw new ShapeError(`${op}() resolves to nothing; it gave ${JSON.stringify(value)}`);
}
