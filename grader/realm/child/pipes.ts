import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Descriptors of the two ends of a pipe. */
export interface Pipe {
  readonly from: number;
  readonly to: number;
}

/**
 * Two pipes without names. Both ends block, which those that Node makes for a child do not: the simulator asks
 * and waits, and its loop has no place for an event loop.
 */
export function openPipes(): [Pipe, Pipe] {
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-pipes-'));
  try {
    const [a, b] = [join(folder, 'a'), join(folder, 'b')] as const;
    execFileSync('mkfifo', ['-m', '600', a, b]);
    return [openPipe(a), openPipe(b)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function openPipe(path: string): Pipe {
  // Opening one end waits for the other, unless somebody has both.
  const both = openSync(path, 'r+');
  const pipe = { from: openSync(path, 'r'), to: openSync(path, 'w') };
  closeSync(both);
  return pipe;
}
