import type { Json } from '../../../harness/check/history/operation.ts';
import type { Steps } from '../../../harness/vocabulary/script.ts';
import { Client, named, type Answered, type Begun, type Method } from '../../clients.ts';
import { ShapeError } from '../../shape-error.ts';

/** A client that takes and gives up locks. Its history has the operations of the `lock` model. */
export class LockClient extends Client {
  /** The locks that it has. */
  readonly held = new Set<string>();
  protected readonly methods = METHODS;

  /** Whether it holds the lock now; null when the process is down or crashes first. */
  acquire(name: string): Steps<true | null> {
    return this.call('acquire', [name], METHODS.acquire);
  }

  release(name: string): Steps<true | null> {
    return this.call('release', [name], METHODS.release);
  }

  protected override begin(begun: Begun): void {
    super.begin(begun);
    if (begun.method === 'release') this.held.delete(lockOf(begun.args));
  }

  protected override end(begun: Begun, value: Json): void {
    super.end(begun, value);
    if (begun.method === 'acquire') this.held.add(lockOf(begun.args));
  }
}

const METHODS = { acquire: stepOf('acquire'), release: stepOf('release') };

function stepOf(op: string): Method<true> {
  return { input: named('key'), read: (value) => readNothing(value, op) };
}

/** The lock that a call is about. */
export function lockOf([name]: readonly Json[]): string {
  if (typeof name === 'string') return name;
  throw new Error(`a lock's name is a text, not ${JSON.stringify(name)}`);
}

function readNothing(value: Json, op: string): Answered<true> {
  if (value === null) return { answer: true, output: 'OK', end: 'ok' };
  throw new ShapeError(`${op}() resolves to nothing; it gave ${JSON.stringify(value)}`);
}
