import type { Effect } from '../../harness/vocabulary/server.ts';
import type { Answered, ClientCall } from '../../harness/clients/client-call.ts';
import type { Clients } from '../../harness/clients/clients.ts';
import { Heard } from '../../harness/clients/heard.ts';
import { KvClient } from './kv-client.ts';
import { violated } from '../../harness/scenario/verdicts.ts';
import type { NamedPromise } from '../../harness/vocabulary/promise.ts';

const MAYBE_ONLY_WHEN_DUE: NamedPromise = {
  id: 'maybe-only-when-due',
  about: 'progress',
  sentence:
    'A put that was sent once does not end in ErrMaybe: its answer says what happened, and ' +
    'without an answer the clerk sends again.',
};

const ASKS_THE_STORE: NamedPromise = {
  id: 'asks-the-store',
  sentence:
    'A get, and a put that is OK, has its answer from the store: a clerk answers nothing by itself.',
};

/** A client of a clerk as in Lab 2, which has to say `ErrMaybe` when it is due, and only then. */
export class ClerkClient extends KvClient {
  /** Puts of which the clerk sent more than one request. */
  resent = 0;
  /** Requests of its last put; whatever is not a get belongs to the put. */
  sends = 0;
  /** Who tells where to send a put: what goes there is the put only if it carries the value. */
  private readonly guides: ReadonlySet<number>;
  /** The value of its last put, as it stands in JSON text between its quotes. */
  private value = '';
  /** What reached its process since its last call began. */
  protected readonly heard: Heard;

  constructor(clients: Clients, process: number, guides: readonly number[] = []) {
    super(clients, process);
    this.guides = new Set(guides);
    this.heard = new Heard(clients.sim, process);
  }

  effect(process: number, effect: Effect): boolean {
    if (process === this.process && effect.kind === 'send' && this.isOfPut(effect)) this.sends++;
    return false;
  }

  protected override begin(call: ClientCall): void {
    super.begin(call);
    this.heard.forget();
    if (call.method !== 'put') return;
    this.sends = 0;
    // Without the quotes: the put may travel as a text inside a text.
    this.value = JSON.stringify(call.args[1]).slice(1, -1);
  }

  protected override end(call: ClientCall, answered: Answered<unknown>): void {
    super.end(call, answered);
    // That a put is refused may be known: versions only rise.
    if (!this.heard.isAny && (call.method === 'get' || answered.answer === 'OK')) {
      const words = `${this.name}'s ${this.say(call)} returned before anybody had told it anything`;
      violated(this.clients.sim, ASKS_THE_STORE, [words]);
    }
    if (call.method !== 'put') return;
    if (this.sends > 1) this.resent++;
    else if (answered.answer === 'ErrMaybe') {
      const words = `${this.name}'s ${this.say(call)} ended in ErrMaybe`;
      violated(this.clients.sim, MAYBE_ONLY_WHEN_DUE, [`${words}; requests sent: ${this.sends}`]);
    }
  }

  private isOfPut({ to, method, args }: Extract<Effect, { readonly kind: 'send' }>): boolean {
    return method !== 'get' && (!this.guides.has(to) || args.includes(this.value));
  }
}
