import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { REFERENCE } from '../calibration/run/workspace.ts';
import { atMost, type Figure } from './measure.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/** `splitbrain test raft` as a student runs it on a correct solution: real time, on all cores. */
export async function benchCommand(): Promise<Figure[]> {
  const { firstMs, wholeMs } = await timeTest();
  return [
    atMost('`splitbrain test raft`, the first verdict', firstMs / 1_000, 2, 's'),
    atMost('`splitbrain test raft`, the whole of it', wholeMs / 1_000, 20, 's'),
  ];
}

function timeTest(): Promise<{ firstMs: number; wholeMs: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let firstMs = Number.NaN;
    const child = spawn(process.execPath, [BIN, 'test', 'raft', '--submission', REFERENCE], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (text: Buffer) => {
      if (Number.isNaN(firstMs) && /^\s+ok/m.test(String(text)))
        firstMs = performance.now() - started;
    });
    child.on('exit', (code) => {
      if (code === 0) resolve({ firstMs, wholeMs: performance.now() - started });
      else reject(new Error(`splitbrain test raft of the reference ended with ${code}`));
    });
  });
}
