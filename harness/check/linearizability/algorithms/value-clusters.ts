import { pairsInOrder, type Timed } from '../program-order.ts';
import { canFollowEachOther, type Zone, type ZonePair } from './zones.ts';

/** A write of a value, or a read of one. */
export interface Access extends Timed {
  readonly kind: 'write' | 'read';
  readonly value: string;
}

/**
 * Decides a register whose written values are all different, and different from the initial one: a
 * write and the reads that saw its value go together.
 */
export function decideByClusters(
  initial: string,
  accesses: readonly Access[],
): 'holds' | 'violated' {
  const clusters = new Map<string, Cluster>([[initial, newCluster(-Infinity, -Infinity)]]);
  for (const { kind, value, callTime, returnTime } of accesses) {
    if (kind === 'write') clusters.set(value, newCluster(callTime, returnTime));
  }
  for (const { kind, value, callTime, returnTime } of accesses) {
    if (kind === 'write') continue;
    const cluster = clusters.get(value);
    if (cluster === undefined || returnTime < cluster.writtenFrom) return 'violated';
    cluster.earliestReturn = Math.min(cluster.earliestReturn, returnTime);
    cluster.latestCall = Math.max(cluster.latestCall, callTime);
  }
  // A write of unknown end that nobody read has no return at all: it need not have happened.
  const needed = [...clusters].filter(([, { earliestReturn }]) => earliestReturn !== Infinity);
  const numbers = new Map(needed.map(([value], number) => [value, number]));
  const pairs: ZonePair[] = [];
  for (const [first, second] of pairsInOrder(accesses)) {
    if (first.value === second.value) {
      if (second.kind === 'write') return 'violated';
      continue;
    }
    const [before, after] = [numbers.get(first.value), numbers.get(second.value)];
    if (before !== undefined && after !== undefined) pairs.push([before, after]);
  }
  const zones = needed.map(([, cluster]) => cluster);
  return canFollowEachOther(zones, pairs) ? 'holds' : 'violated';
}

interface Cluster extends Zone {
  readonly writtenFrom: number;
  earliestReturn: number;
  latestCall: number;
}

function newCluster(from: number, to: number): Cluster {
  return { writtenFrom: from, earliestReturn: to, latestCall: from };
}
