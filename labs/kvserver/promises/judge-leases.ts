import type { Operation } from '../../../harness/check/history/operation.ts';
import { violated } from '../../../harness/scenario/verdicts.ts';
import { LEASE_MS, type KvServerWorld } from '../kv-world.ts';
import { guardedKeyNeverGoesBack } from './guarded-key-never-goes-back.ts';
import { leaseIsExclusive } from './lease-is-exclusive.ts';
import type { LeasePromise } from './lease-promise.ts';
import { tokensRise } from './tokens-rise.ts';

/** What holds on every network. */
const ALWAYS: readonly LeasePromise[] = [tokensRise, guardedKeyNeverGoesBack];
/** What can be told only where a client soon hears that it got the lock. */
const WHEN_RELIABLE: readonly LeasePromise[] = [...ALWAYS, leaseIsExclusive(LEASE_MS)];

/** Ends the run unless the lease lock kept its promises so far. */
export function judgeLeases(world: KvServerWorld, network: 'reliable' | 'unreliable'): void {
  const { operations: history } = world.history;
  for (const promise of network === 'reliable' ? WHEN_RELIABLE : ALWAYS) {
    const evidence = promise.check(history);
    if (evidence === undefined) continue;
    accuseFirst(world, promise, history);
    violated(world.sim, promise, evidence);
  }
}

/** Ends the run with the first answer by which the promise was broken. */
function accuseFirst(
  world: KvServerWorld,
  promise: LeasePromise,
  history: readonly Operation[],
): void {
  const times = history.flatMap(({ returnTime }) => returnTime ?? []).toSorted((a, b) => a - b);
  for (const time of times) {
    const evidence = promise.check(history.flatMap((operation) => until(operation, time)));
    if (evidence !== undefined) violated(world.sim, promise, evidence, Math.round(time * 1_000));
  }
}

/** What was seen of an operation by then. */
function until(operation: Operation, time: number): Operation[] {
  if (operation.callTime > time) return [];
  if (operation.returnTime === null || operation.returnTime <= time) return [operation];
  return [{ ...operation, returnTime: null, end: 'unknown' }];
}
