import type { Steps } from '../../harness/scenario/script.ts';
import type { Observer } from '../../harness/sim/simulation.ts';
import type { Effect } from '../../harness/sim/server.ts';
import { KvClient } from '../kv-client.ts';
import type { Clients } from '../clients.ts';
import { violated, type NamedPromise } from '../verdicts.ts';
import type { PutResult } from './api.ts';

const MAYBE_ONLY_WHEN_DUE: NamedPromise = {
  promise: 'maybe-only-when-due',
  sentence:
    'A put that was sent once does not end in ErrMaybe: its answer says what happened, and ' +
    'without an answer the clerk sends again.',
};

/** A client of Lab 2's clerk, which has to say `ErrMaybe` when it is due, and only then. */
export class ClerkClient extends KvClient implements Observer {
  /** Puts of which the clerk sent more than one request. */
  resent = 0;
  /** Requests of its last put; whatever is not a get belongs to the put. */
  sends = 0;

  constructor(clients: Clients, process: number) {
    super(clients, process);
    clients.sim.observe(this);
  }

  effect(process: number, effect: Effect): boolean {
    if (process === this.process && effect.kind === 'send' && effect.method !== 'get') this.sends++;
    return false;
  }

  override *put(key: string, value: string, version: number): Steps<PutResult['err'] | null> {
    this.sends = 0;
    const err = yield* super.put(key, value, version);
    if (this.sends > 1) this.resent++;
    if (err === 'ErrMaybe' && this.sends < 2) {
      const put = `Put(${JSON.stringify(key)}, ${JSON.stringify(value)}, ${version})`;
      const evidence = [`${this.name}'s ${put} ended in ErrMaybe; requests sent: ${this.sends}`];
      violated(this.clients.sim, MAYBE_ONLY_WHEN_DUE, evidence);
    }
    return err;
  }
}
