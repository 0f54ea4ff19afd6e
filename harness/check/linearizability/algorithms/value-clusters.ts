import { fitTogether, type Zone } from './zones.ts';

/** A write of a value, or a read of one. `to` is Infinity where the end is unknown. */
export interface Access {
  readonly value: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Decides a register whose written values are all different, and different from the initial one: a
 * write and the reads that saw its value go together.
 */
export function decideByClusters(
  initial: string,
  writes: readonly Access[],
  reads: readonly Access[],
): 'holds' | 'violated' {
  const clusters = new Map<string, Cluster>([[initial, newCluster(-Infinity, -Infinity)]]);
  for (const write of writes) clusters.set(write.value, newCluster(write.from, write.to));
  for (const read of reads) {
    const cluster = clusters.get(read.value);
    if (cluster === undefined || read.to < cluster.writtenFrom) return 'violated';
    cluster.earliestReturn = Math.min(cluster.earliestReturn, read.to);
    cluster.latestCall = Math.max(cluster.latestCall, read.from);
  }
  // A write of unknown end that nobody read has no return at all: it need not have happened.
  const needed = [...clusters.values()].filter(({ earliestReturn }) => earliestReturn !== Infinity);
  return fitTogether(needed) ? 'holds' : 'violated';
}

interface Cluster extends Zone {
  readonly writtenFrom: number;
  earliestReturn: number;
  latestCall: number;
}

function newCluster(from: number, to: number): Cluster {
  return { writtenFrom: from, earliestReturn: to, latestCall: from };
}
