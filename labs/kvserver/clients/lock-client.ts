import type { Json } from '../../../harness/check/history/operation.ts';
import type { Steps } from '../../../harness/scenario/script.ts';
import { Client, type Answered } from '../../clients.ts';
import { ShapeError } from '../../shape-error.ts';

/** A client that takes and gives up locks. Its history has the operations of the `lock` model. */
export class LockClient extends Client {
  /** Whether it holds the lock now; null when the process is down or crashes first. */
  acquire(name: string): Steps<true | null> {
    return this.step('acquire', name);
  }

  release(name: string): Steps<true | null> {
    return this.step('release', name);
  }

  private step(op: 'acquire' | 'release', name: string): Steps<true | null> {
    const read = (value: Json): Answered<true> => readNothing(value, op);
    return this.callMethod(op, [name], { parameters: ['key'], read });
  }
}

function readNothing(value: Json, op: string): Answered<true> {
  if (value === null) return { answer: true, output: 'OK', end: 'ok' };
  throw new ShapeError(`${op}() resolves to nothing; it gave ${JSON.stringify(value)}`);
}
