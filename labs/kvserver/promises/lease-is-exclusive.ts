import { answered, secondsFromMs, type LeasePromise } from './lease-promise.ts';

/**
 * A hold begins before its client hears of it, by a round trip or two: on the reliable network half of
 * a lease is far more than that, so that the first half must be undisturbed.
 */
export function leaseIsExclusive(leaseMs: number): LeasePromise {
  return {
    id: 'lease-is-exclusive',
    sentence: 'While a lease runs and is not released, no other client gets the lock.',
    check(history) {
      const acquires = answered(history, 'acquire');
      for (const hold of acquires) {
        const released = history.find(
          ({ op, client, callTime }) =>
            op === 'release' && client === hold.client && callTime >= hold.returnTime,
        );
        const until = Math.min(released?.callTime ?? Infinity, hold.returnTime + leaseMs / 2);
        const other = acquires.find(
          ({ client, returnTime }) =>
            client !== hold.client && returnTime > hold.returnTime && returnTime < until,
        );
        if (other === undefined) continue;
        return [
          `${hold.client} got the lock at ${secondsFromMs(hold.returnTime)}, for ${leaseMs} ms`,
          `${other.client} got it at ${secondsFromMs(other.returnTime)}`,
        ];
      }
      return undefined;
    },
  };
}
