import { readdirSync, readFileSync } from 'node:fs';

/** What Linux tells of a process, or of one of its threads. */
export interface ProcessStat {
  /** `R` runs or waits for a processor, `S` sleeps, `D` waits for a disk, `T` and `t` were stopped; and rarer ones. */
  readonly state: string;
  /** Processor time of all of its threads, or of the one thread; those of it that have ended included. */
  readonly busyMs: number;
  /** When it was started: a number is given to another process once its own has ended. */
  readonly startedAt: number;
}

/** Linux tells times in hundredths of a second, whatever its own clock is. */
const MS_PER_TICK = 10;

/** Null when there is no such process, or the system does not tell, as on macOS. */
export function readStat(path: string): ProcessStat | null {
  let text = '';
  try {
    text = readFileSync(`/proc/${path}/stat`, 'utf8');
  } catch {
    return null;
  }
  // A program's name stands in brackets, and may hold whatever it likes.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state = '', , , , , , , , , , , user = NaN, system = NaN] = fields;
  const busyMs = (Number(user) + Number(system)) * MS_PER_TICK;
  const startedAt = Number(fields[19]);
  return Number.isNaN(busyMs + startedAt) ? null : { state, busyMs, startedAt };
}

/** The numbers of a process's threads; none when it is gone. */
export function threadsOf(pid: number): readonly number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).map(Number);
  } catch {
    return [];
  }
}

/** The processes that a thread has started and that have not ended. Throws when nobody tells. */
export function childrenOf(pid: number, thread = pid): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').trim();
  return text === '' ? [] : text.split(' ').map(Number);
}
