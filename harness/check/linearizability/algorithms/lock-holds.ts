import type { Timed } from '../program-order.ts';

/** An operation on a lock, as far as it says something. With an unknown end, what it would have done. */
export interface LockStep extends Timed {
  readonly kind: 'acquired' | 'refused' | 'released';
  /** The fencing token that came with the lock, which must grow from hold to hold. */
  readonly token: number | undefined;
}

/** The least time for which a client must have held a lock: from its acquire's return to its release's call. */
interface Hold {
  readonly from: number;
  /** Infinity if it was never released. */
  readonly to: number;
  readonly token: number | undefined;
}

/**
 * Decides a lock whose clients were never refused. An order exists exactly if the least holds do not
 * overlap and their tokens grow. Holds that touch may follow each other: equal times are concurrent,
 * but for those of one client, which keep their order.
 *
 * Undefined if only a search can tell: somebody was refused, or operations of unknown end leave it
 * open which release ended which hold.
 */
export function decideByHolds(steps: readonly LockStep[]): 'holds' | 'violated' | undefined {
  if (steps.some(({ kind }) => kind === 'refused')) return undefined;
  const holds: Hold[] = [];
  for (const ofClient of byClient(steps)) {
    const found = leastHolds(ofClient);
    if (found === 'unclear') return undefined;
    if (found === 'impossible' || !doTokensGrow(found)) return 'violated';
    holds.push(...found);
  }
  return areDisjoint(holds) ? 'holds' : 'violated';
}

function byClient(steps: readonly LockStep[]): Iterable<readonly LockStep[]> {
  const groups = new Map<string, LockStep[]>();
  for (const step of steps) {
    const group = groups.get(step.client);
    if (group === undefined) groups.set(step.client, [step]);
    else group.push(step);
  }
  return groups.values();
}

/**
 * The holds of one client. A release of unknown end ends a hold if the client acquired again after it,
 * or did nothing more; an acquire of unknown end is left out, unless a release needs it.
 */
function leastHolds(steps: readonly LockStep[]): Hold[] | 'unclear' | 'impossible' {
  const holds: Hold[] = [];
  let current: Hold | undefined;
  let mayHaveAcquired = false;
  for (const { kind, token, callTime, returnTime } of steps) {
    const isCertain = returnTime !== Infinity;
    if (kind === 'acquired' && isCertain) {
      if (current?.to === Infinity) return 'impossible';
      if (current !== undefined) holds.push(current);
      current = { from: returnTime, to: Infinity, token };
    } else if (kind === 'acquired') {
      mayHaveAcquired = true;
    } else if (current === undefined) {
      return mayHaveAcquired || !isCertain ? 'unclear' : 'impossible';
    } else if (current.to !== Infinity) {
      return 'unclear';
    } else {
      const ended: Hold = { ...current, to: callTime };
      if (isCertain) holds.push(ended);
      current = isCertain ? undefined : ended;
    }
  }
  return current === undefined ? holds : [...holds, current];
}

function doTokensGrow(holds: readonly Hold[]): boolean {
  let latest = -Infinity;
  for (const { token } of holds) {
    if ((token ?? Infinity) <= latest) return false;
    latest = token ?? latest;
  }
  return true;
}

function areDisjoint(holds: readonly Hold[]): boolean {
  const sorted = holds.toSorted(
    (a, b) => a.from - b.from || a.to - b.to || (a.token ?? 0) - (b.token ?? 0),
  );
  let until = -Infinity;
  for (const { from, to } of sorted) {
    if (from < until) return false;
    until = to;
  }
  return doTokensGrow(sorted);
}
