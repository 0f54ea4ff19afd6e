/** How many servers a cluster has; where that is a range, each seed has its own number. */
export type ClusterSize = number | ClusterSizes;

/** Sizes that the seeds of a scenario take in turn, both ends included. */
interface ClusterSizes {
  readonly least: number;
  readonly most: number;
}

/**
 * How many servers the cluster has in a run. Seeds take turns rather than draw, so that as many seeds in a
 * row as there are sizes meet every size.
 */
export function sizeOf(size: ClusterSize, seed: number): number {
  if (typeof size === 'number') return size;
  const { least, most } = size;
  return least + (seed % (most - least + 1));
}

/** Tells the size of a cluster from a list of processes. */
export function isClusterSize(given: ClusterSize | readonly unknown[]): given is ClusterSize {
  return typeof given === 'number' || 'least' in given;
}

/** `3`, or `3 to 7`. */
export function tellSize(size: ClusterSize): string {
  return typeof size === 'number' ? String(size) : `${size.least} to ${size.most}`;
}
