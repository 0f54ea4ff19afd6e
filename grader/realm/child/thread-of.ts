import { readFileSync } from 'node:fs';
import { readStat, threadsOf } from '../../system/process-stat.ts';
import type { Thread } from './patience.ts';

/**
 * The first thread of a process, which is the one that runs JavaScript; null when nobody tells. Whether it
 * rests is looked for only if it owes an answer.
 */
export function threadOf(pid: number, isDue: boolean): Thread | null {
  if (pid === 0) return null;
  const times = timesOf(pid);
  return times === null ? null : { id: pid, ...times, rest: isDue ? restOf(pid) : 'none' };
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
 * `asleep` when no thread of it computes, such as a collector of garbage that the first one waits for, nor does the
 * judge, which may have a long answer yet to read.
 */
function restOf(pid: number): Thread['rest'] {
  const first = stateOf(pid, pid);
  if (STOPPED.has(first)) return 'stopped';
  if (!SLEEPS.has(first) || !SLEEPS.has(stateOf(process.pid, process.pid))) return 'none';
  return threadsOf(pid).every((thread) => SLEEPS.has(stateOf(pid, thread))) ? 'asleep' : 'none';
}

/** It waits for something other than the machine, or for nothing any more. */
const SLEEPS: ReadonlySet<string> = new Set(['S', 'Z', 'X']);
const STOPPED: ReadonlySet<string> = new Set(['T', 't']);

function stateOf(pid: number, thread: number): string {
  return readStat(`${pid}/task/${thread}`)?.state ?? 'X';
}
