import { readFileSync } from 'node:fs';
import { readStat, threadsOf } from '../../system/process-stat.ts';
import type { Thread } from './patience.ts';

/**
 * The first thread of a process, which is the one that runs JavaScript; null when nobody tells. Whether it sleeps is
 * looked for only if it owes an answer.
 */
export function threadOf(pid: number, isDue: boolean): Thread | null {
  if (pid === 0) return null;
  const times = timesOf(pid);
  return times === null ? null : { id: pid, ...times, isAsleep: isDue && isAsleep(pid) };
}

function timesOf(pid: number): Pick<Thread, 'busyMs' | 'queuedMs'> | null {
  try {
    const text = readFileSync(`/proc/${pid}/schedstat`, 'utf8');
    const [busyNs = 0, queuedNs = 0] = text.split(' ').map(Number);
    return { busyMs: busyNs / 1e6, queuedMs: queuedNs / 1e6 };
  } catch {
    // Not every kernel is built with it.
    const stat = readStat(`${pid}/task/${pid}`);
    return stat === null ? null : { busyMs: stat.busyMs, queuedMs: 0 };
  }
}

/**
 * No thread of it computes, such as a collector of garbage that the first one waits for, nor does the judge, which
 * may have a long answer yet to read.
 */
function isAsleep(pid: number): boolean {
  if (readStat(`${pid}/task/${pid}`)?.state !== SLEEPS) return false;
  if (readStat(`${process.pid}/task/${process.pid}`)?.state !== SLEEPS) return false;
  return threadsOf(pid).every(
    (thread) => (readStat(`${pid}/task/${thread}`)?.state ?? SLEEPS) === SLEEPS,
  );
}

/** It waits for something other than the machine. */
const SLEEPS = 'S';
