import { LEASE_MS, type KvWorld } from '../kv-world.ts';
import { guardedKeyNeverGoesBack } from './guarded-key-never-goes-back.ts';
import { leaseIsExclusive } from './lease-is-exclusive.ts';
import type { LeasePromise } from './lease-promise.ts';
import { tokensRise } from './tokens-rise.ts';

/** What holds on every network. */
const ALWAYS: readonly LeasePromise[] = [tokensRise, guardedKeyNeverGoesBack];
/** What can be told only where a client soon hears that it got the lock. */
const WHEN_RELIABLE: readonly LeasePromise[] = [...ALWAYS, leaseIsExclusive(LEASE_MS)];

/** Ends the run unless the lease lock kept its promises so far. */
export function judgeLeases(world: KvWorld, network: 'reliable' | 'unreliable'): void {
  const { operations: history } = world.history;
  for (const promise of network === 'reliable' ? WHEN_RELIABLE : ALWAYS) {
    const evidence = promise.check(history);
    world.demand(evidence === undefined, promise, ...(evidence ?? []));
  }
}
