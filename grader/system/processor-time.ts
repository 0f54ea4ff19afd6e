import { childrenOf, readStat, threadsOf } from './process-stat.ts';

/**
 * Processor time of a process and of all that it and they have started, told by the system and not by them. What
 * ends between two looks takes with it what it used since the first of them.
 */
export class ProcessorTime {
  private readonly root: number;
  /** What each process had used when it was last seen. */
  private seen = new Map<string, number>();
  private sumMs = 0;
  private isAwake = true;

  constructor(root: number) {
    this.root = root;
  }

  /** Whether all of them slept when they were last seen: none computed, waited for the machine, or was stopped. */
  get isAsleep(): boolean {
    return !this.isAwake;
  }

  /** Looks again; returns the sum since the first look. */
  look(): number {
    const seen = new Map<string, number>();
    this.isAwake = false;
    const rest = [this.root];
    for (let pid = rest.pop(); pid !== undefined; pid = rest.pop()) {
      const stat = readStat(String(pid));
      if (stat === null) continue;
      const name = `${pid} ${stat.startedAt}`;
      seen.set(name, stat.busyMs);
      if (!'SZ'.includes(stat.state)) this.isAwake = true;
      this.sumMs += stat.busyMs - (this.seen.get(name) ?? 0);
      for (const thread of threadsOf(pid)) rest.push(...childrenIfAny(pid, thread));
    }
    this.seen = seen;
    return this.sumMs;
  }
}

/** It may have ended by now. */
function childrenIfAny(pid: number, thread: number): readonly number[] {
  try {
    return childrenOf(pid, thread);
  } catch {
    return [];
  }
}

let known: boolean | null = null;

/** Whether this system tells what a process has used, and which it has started. Linux does. */
export function tellsProcessorTime(): boolean {
  known ??= readStat(String(process.pid)) !== null && tellsChildren();
  return known;
}

function tellsChildren(): boolean {
  try {
    childrenOf(process.pid);
    return true;
  } catch {
    return false;
  }
}

/** What a grade says where limits can only be of real time. */
export function limitClock(): { readonly realTime?: true } {
  return tellsProcessorTime() ? {} : { realTime: true };
}
