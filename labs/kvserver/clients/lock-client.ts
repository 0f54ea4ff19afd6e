import type { Json } from '../../../harness/check/history/operation.ts';
import type { Steps } from '../../../harness/vocabulary/script.ts';
import { Client } from '../../../harness/clients/client.ts';
import {
  named,
  type Answered,
  type ClientCall,
  type Method,
} from '../../../harness/clients/client-call.ts';
import type { Clients } from '../../../harness/clients/clients.ts';
import { Heard } from '../../../harness/clients/heard.ts';
import { violated } from '../../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../../harness/vocabulary/promise.ts';
import { ShapeError } from '../../../harness/clients/shape-error.ts';

const ASKS_THE_STORE: NamedPromise = {
  id: 'lock-asks-the-store',
  sentence: 'Nobody has a lock without having asked the store for it.',
};

/** A client that takes and gives up locks. Its history has the operations of the `lock` model. */
export class LockClient extends Client {
  /** The locks that it has. */
  readonly held = new Set<string>();
  protected readonly methods = METHODS;
  private readonly heard: Heard;

  constructor(clients: Clients, process: number) {
    super(clients, process);
    this.heard = new Heard(clients.sim, process);
  }

  /** Whether it holds the lock now; null when the process is down or crashes first. */
  acquire(name: string): Steps<true | null> {
    return this.call('acquire', [name], METHODS.acquire);
  }

  release(name: string): Steps<true | null> {
    return this.call('release', [name], METHODS.release);
  }

  protected override begin(call: ClientCall): void {
    super.begin(call);
    if (call.method === 'release') this.held.delete(lockOf(call.args));
  }

  protected override end(call: ClientCall, answered: Answered<unknown>): void {
    super.end(call, answered);
    if (call.method !== 'acquire') return;
    this.held.add(lockOf(call.args));
    // A lock may be kept for later, so that only the first need be asked for.
    if (this.heard.isAny) return;
    const words = `${this.name}'s ${this.say(call)} returned before anybody had told it anything`;
    violated(this.clients.sim, ASKS_THE_STORE, [words]);
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
  throw new ShapeError(`${op}() must resolve to nothing; it resolved to ${JSON.stringify(value)}`);
}
