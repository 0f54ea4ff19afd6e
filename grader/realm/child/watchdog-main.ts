import { readFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { Patience, type Sample } from './patience.ts';
import { CELL, REASONS } from './watchdog.ts';

/** Often enough to end a child in time, and seldom enough to cost nothing. */
const LOOK_EVERY_MS = 100;

const cells = workerData as Int32Array;
const patience = new Patience();

setInterval(look, LOOK_EVERY_MS);

function look(): void {
  const turn = Atomics.load(cells, CELL.turn);
  const window = Atomics.load(cells, CELL.window);
  const pid = Atomics.load(cells, CELL.process);
  const thread = threadTimes(Atomics.load(cells, CELL.thread));
  const why = patience.look({ atMs: performance.now(), turn, window, thread });
  if (why === null || Atomics.load(cells, CELL.turn) !== turn) return;
  Atomics.store(cells, CELL.why, REASONS.indexOf(why));
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, and the judge hears of that by itself.
  }
}

/** Times of the first thread of a process, which is the one that runs JavaScript. */
function threadTimes(pid: number): Sample['thread'] {
  if (pid === 0) return null;
  try {
    const text = readFileSync(`/proc/${pid}/schedstat`, 'utf8');
    const [busyNs = 0, queuedNs = 0] = text.split(' ').map(Number);
    return { busyMs: busyNs / 1e6, queuedMs: queuedNs / 1e6 };
  } catch {
    return null;
  }
}
