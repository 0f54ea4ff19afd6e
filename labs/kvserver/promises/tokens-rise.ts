import { answered, secondsFromMs, type LeasePromise } from './lease-promise.ts';

/** Two holders may overlap where leases run out; their tokens tell which of them is the later one. */
export const tokensRise: LeasePromise = {
  id: 'tokens-rise',
  sentence: 'The fencing token of a hold is greater than that of every hold before it.',
  check(history) {
    const acquires = answered(history, 'acquire').map((acquire) => {
      return { ...acquire, token: acquire.output as number };
    });
    for (const later of acquires) {
      const earlier = acquires.find((each) => {
        const isBefore = each !== later && each.returnTime < later.callTime;
        return isBefore ? each.token >= later.token : each !== later && each.token === later.token;
      });
      if (earlier === undefined) continue;
      return [
        `${earlier.client} got token ${earlier.token} at ${secondsFromMs(earlier.returnTime)}`,
        `${later.client}, which asked at ${secondsFromMs(later.callTime)}, got token ${later.token}`,
      ];
    }
    return undefined;
  },
};
