import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { REFERENCE } from '../calibration/run/workspace.ts';
import { atMost, type Figure } from './measure.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/** What students and staff wait for, with a correct solution: real time, on all cores. */
export async function benchCommand(): Promise<Figure[]> {
  const test = await timeCommand(['test', 'raft', '--submission', REFERENCE]);
  const grade = await timeCommand(['grade', REFERENCE, '--seeds', '1']);
  return [
    atMost('`splitbrain test raft`, the first verdict', test.firstMs / 1_000, 2, 's'),
    atMost('`splitbrain test raft`, the whole of it', test.wholeMs / 1_000, 20, 's'),
    atMost('`splitbrain grade`, the whole course, one seed', grade.wholeMs / 1_000, 60, 's'),
  ];
}

/** How long a command takes, and how long until its first line about a scenario. */
function timeCommand(args: readonly string[]): Promise<{ firstMs: number; wholeMs: number }> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    let firstMs = Number.NaN;
    const child = spawn(process.execPath, [BIN, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    child.stdout.on('data', (text: Buffer) => {
      if (Number.isNaN(firstMs) && /^\s+ok/m.test(String(text))) {
        firstMs = performance.now() - started;
      }
    });
    child.on('exit', (code) => {
      if (code === 0) resolve({ firstMs, wholeMs: performance.now() - started });
      else reject(new Error(`splitbrain ${args.join(' ')} ended with ${code}`));
    });
  });
}
