import v8 from 'node:v8';
import vm from 'node:vm';

let collectGarbage: (() => void) | null = null;

/** Bytes of this process's heap in use after a garbage collection. */
export function heapBytes(): number {
  if (collectGarbage === null) {
    v8.setFlagsFromString('--expose-gc');
    collectGarbage = vm.runInNewContext('gc') as () => void;
  }
  // Once is not enough for the realm of a run before: only the second collection is rid of it.
  for (let pass = 0; pass < 2; pass++) collectGarbage();
  return process.memoryUsage().heapUsed;
}
