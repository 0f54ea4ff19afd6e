import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { HEADER_BYTES } from './frame.ts';
import { Patience } from './patience.ts';
import { threadOf } from './thread-of.ts';
import { CELL, REASONS } from './watchdog.ts';

/** Often enough to end a child in time, and seldom enough to cost nothing. */
const LOOK_EVERY_MS = 100;
/** A judge whose child was killed hears of that at once, unless somebody else holds its pipes. */
const UNBLOCK_AFTER_MS = 1_000;

const cells = workerData as Int32Array;
const patience = new Patience();
/** The turn in which a child was killed, and when. */
let killed = { turn: 0, atMs: 0 };

setInterval(look, LOOK_EVERY_MS);

function look(): void {
  const turn = Atomics.load(cells, CELL.turn);
  const window = Atomics.load(cells, CELL.window);
  const pid = Atomics.load(cells, CELL.process);
  const isDue = turn % 2 === 1;
  const thread = threadOf(Atomics.load(cells, CELL.thread), isDue);
  const atMs = performance.now();
  const why = patience.look({ atMs, turn, window, thread });
  if (why === null || Atomics.load(cells, CELL.turn) !== turn) return;
  if (killed.turn === turn) {
    if (atMs - killed.atMs >= UNBLOCK_AFTER_MS) unblock();
    return;
  }
  killed = { turn, atMs };
  Atomics.store(cells, CELL.why, REASONS.indexOf(why));
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already, and the judge hears of that by itself.
  }
}

/**
 * What a child has left behind may hold its ends of the pipes, so that the judge waits on. It gets an answer that
 * is none; and what it asks is taken out of its way.
 */
function unblock(): void {
  const { O_NONBLOCK, O_RDONLY, O_WRONLY } = constants;
  try {
    const to = openSync(pathOf(CELL.to), O_RDONLY | O_NONBLOCK);
    try {
      while (readSync(to, Buffer.alloc(65_536)) > 0);
    } catch {
      // It is empty.
    }
    closeSync(to);
    const from = openSync(pathOf(CELL.from), O_WRONLY | O_NONBLOCK);
    writeSync(from, Buffer.alloc(HEADER_BYTES));
    closeSync(from);
  } catch {
    // The judge has closed them.
  }
}

function pathOf(cell: number): string {
  return `/proc/self/fd/${Atomics.load(cells, cell)}`;
}
