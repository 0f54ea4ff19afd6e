import { ENGINE_FLAGS } from '../engine-flags.ts';
import { bundleChild } from './bundle.ts';
import type { Command } from './child.ts';

/** Memory of a child's heap; the whole Raft lab of a correct solution needs about 150 MB. */
export const CHILD_HEAP_MB = 1_024;

/** Starts a child that nothing confines. */
export function bareCommand(): Command {
  return [
    process.execPath,
    `--max-old-space-size=${CHILD_HEAP_MB}`,
    ...ENGINE_FLAGS,
    bundleChild(),
  ];
}
