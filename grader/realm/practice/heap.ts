import v8 from 'node:v8';
import vm from 'node:vm';

let collectGarbage: (() => void) | null = null;

/** A collection that frees less than this leaves nothing worth another one. */
const NEXT_TO_NOTHING_BYTES = 100_000;
/** The realm of an earlier run takes two or three. */
const PASSES_MAX = 6;

/** Bytes of this process's heap in use once garbage collections free no more. */
export function heapBytes(): number {
  if (collectGarbage === null) {
    v8.setFlagsFromString('--expose-gc');
    collectGarbage = vm.runInNewContext('gc') as () => void;
  }
  let used = Number.POSITIVE_INFINITY;
  for (let pass = 0; pass < PASSES_MAX; pass++) {
    collectGarbage();
    const { heapUsed } = process.memoryUsage();
    if (used - heapUsed < NEXT_TO_NOTHING_BYTES) return heapUsed;
    used = heapUsed;
  }
  return used;
}
