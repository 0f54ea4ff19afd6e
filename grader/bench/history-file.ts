import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { formatHistory } from '../../harness/check/history/json-lines.ts';
import type { Operation } from '../../harness/check/history/operation.ts';
import { versionedHistory } from '../../harness/check/linearizability/bench-histories.fixture.ts';
import { coarsened } from '../../harness/check/linearizability/histories.fixture.ts';
import { atMost, type Figure } from './measure.ts';

const BIN = fileURLToPath(new URL('../bin.js', import.meta.url));

/** Has a process say at its end how much memory it had at most, in KB. */
const TELL_MEMORY =
  "data:text/javascript,process.on('exit',()=>console.error(process.resourceUsage().maxRSS))";

/** `splitbrain check` as users wait for it: real time, from the start to the verdict. */
export async function benchHistoryFile(): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'splitbrain-bench-'));
  try {
    const large = versionedHistory(1_000_000);
    const small = check(folder, versionedHistory(100));
    const exact = check(folder, large);
    const coarse = check(folder, coarsened(20, large));
    return [
      atMost('`splitbrain check` of a small file', small.seconds, 0.3, 's'),
      atMost('`splitbrain check` of 1,000,000 operations', exact.seconds, 2, 's'),
      atMost('its memory', exact.memoryMb, 300, 'MB'),
      atMost('the same with a coarse clock', coarse.seconds, 2, 's'),
      atMost('its memory', coarse.memoryMb, 300, 'MB'),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function check(
  folder: string,
  history: readonly Operation[],
): { readonly seconds: number; readonly memoryMb: number } {
  const file = join(folder, 'history.jsonl');
  const handle = openSync(file, 'w');
  // No text of JavaScript is long enough for all at once.
  for (let at = 0; at < history.length; at += 10_000) {
    writeSync(handle, formatHistory(history.slice(at, at + 10_000)));
  }
  closeSync(handle);
  const started = performance.now();
  const args = ['--import', TELL_MEMORY, BIN, 'check', file, '--model', 'versioned-kv'];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`a correct history ended with ${status}: ${stderr}`);
  const seconds = (performance.now() - started) / 1_000;
  return { seconds, memoryMb: Number(stderr.trim().split('\n').at(-1)) / 1_000 };
}
