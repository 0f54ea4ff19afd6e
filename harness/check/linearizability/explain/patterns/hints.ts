import type { Pattern } from '../../core.ts';

const STALE =
  'a read was answered from what a server happened to hold, without going through the log (or ' +
  'without making sure that it still leads).';

const TWO_LEADERS =
  'two servers took themselves for the leader, or the comparison and the write are not one step.';

const MIXED_ORDER = 'servers applied the same requests in different orders.';

/** What usually causes a pattern; nothing, where it could be anything. */
export const HINTS: Readonly<Partial<Record<Pattern, string>>> = {
  'stale-read': STALE,
  'reads-go-back': STALE,
  'lost-write':
    'a write was acknowledged before it was committed, or was lost when the leader changed, a ' +
    `server restarted, or a snapshot was taken. Or: ${STALE}`,
  'never-written': 'a value got mixed up with that of another key or request.',
  'read-from-the-future':
    'the clocks of the history disagree, or a request was sent before its call was noted.',
  'applied-twice':
    'a request that was sent again was also carried out again: what was done before is not ' +
    'remembered, or not in the snapshot.',
  'split-brain': TWO_LEADERS,
  'wrong-offset': TWO_LEADERS,
  'two-orders': MIXED_ORDER,
  'wrong-order': MIXED_ORDER,
  'wrongly-refused':
    'the answer to a request that was sent again is not that of its first execution.',
  'two-holders':
    'the lock was granted by comparing and writing in two steps, or a holder lost it without knowing.',
};
