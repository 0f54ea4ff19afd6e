import type { Json } from '../harness/check/history/operation.ts';
import type { Effect } from '../harness/sim/server.ts';
import type { Begun } from './clients.ts';
import { KvClient } from './kv-client.ts';
import { violated, type NamedPromise } from './verdicts.ts';

const MAYBE_ONLY_WHEN_DUE: NamedPromise = {
  promise: 'maybe-only-when-due',
  sentence:
    'A put that was sent once does not end in ErrMaybe: its answer says what happened, and ' +
    'without an answer the clerk sends again.',
};

/** A client of a clerk as in Lab 2, which has to say `ErrMaybe` when it is due, and only then. */
export class ClerkClient extends KvClient {
  /** Puts of which the clerk sent more than one request. */
  resent = 0;
  /** Requests of its last put; whatever is not a get belongs to the put. */
  sends = 0;

  effect(process: number, effect: Effect): boolean {
    if (process === this.process && effect.kind === 'send' && effect.method !== 'get') this.sends++;
    return false;
  }

  protected override begin(begun: Begun): void {
    super.begin(begun);
    if (begun.method === 'put') this.sends = 0;
  }

  protected override end(begun: Begun, value: Json): unknown {
    const answer = super.end(begun, value);
    if (begun.method !== 'put') return answer;
    if (this.sends > 1) this.resent++;
    else if (answer === 'ErrMaybe') {
      const words = `${this.name}'s ${this.say(begun)} ended in ErrMaybe`;
      violated(this.clients.sim, MAYBE_ONLY_WHEN_DUE, [`${words}; requests sent: ${this.sends}`]);
    }
    return answer;
  }
}
