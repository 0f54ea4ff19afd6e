import { linkSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UsageError } from '../run/select.ts';

/** Who holds a lock: a process that may have died without a word. */
interface Holder {
  readonly pid: number;
  /** When the process began, in the kernel's words: process ids are used again. Empty where it does not tell. */
  readonly began: string;
  readonly host: string;
}

const NAME = /^lock\.(\d+)$/;

/**
 * Takes the lock of a folder, or throws `UsageError` when a living process holds it. It is never given back:
 * the lock of a process that has ended, however it ended, holds nobody up.
 *
 * Lock files are numbered, and the highest number counts. To take over from a dead process is to make the
 * file of the next number, which only one of several can do; a file is put in place with what it says.
 */
export function lockFolder(folder: string): void {
  const own: Holder = { pid: process.pid, began: beginOf(process.pid), host: hostname() };
  for (;;) {
    const last = lastNumber(folder);
    const holder = last === 0 ? null : readHolder(join(folder, `lock.${last}`));
    if (holder !== null && isAlive(holder)) throw isHeld(folder, holder, last);
    if (!putLock(folder, last + 1, own)) continue;
    if (lastNumber(folder) === last + 1) {
      removeBelow(folder, last + 1);
      return;
    }
    // Others were faster by two, and removed what stood between.
    rmSync(join(folder, `lock.${last + 1}`), { force: true });
  }
}

function numbers(folder: string): number[] {
  return readdirSync(folder).flatMap((name) => {
    const number = NAME.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });
}

function lastNumber(folder: string): number {
  return Math.max(0, ...numbers(folder));
}

function removeBelow(folder: string, number: number): void {
  for (const each of numbers(folder)) {
    if (each < number) rmSync(join(folder, `lock.${each}`), { force: true });
  }
}

/** Whether the file could be made; false when another process was faster. */
function putLock(folder: string, number: number, own: Holder): boolean {
  const draft = join(folder, `lock-draft.${own.pid}`);
  writeFileSync(draft, `${JSON.stringify(own)}\n`);
  try {
    linkSync(draft, join(folder, `lock.${number}`));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Null for a lock that its holder's successor has removed, or that a full disk has left empty. */
function readHolder(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAlive({ pid, began, host }: Holder): boolean {
  // Nobody knows from here what lives on another machine.
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    // Not allowed to send it a signal: somebody else's, and alive.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  return beginOf(pid) === began;
}

function beginOf(pid: number): string {
  try {
    // The name, in brackets, may hold spaces; what follows it is the state, and 19 fields later the begin.
    const [state, ...fields] = (
      readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? ''
    ).split(' ');
    return state === 'Z' ? '' : (fields[18] ?? '');
  } catch {
    return '';
  }
}

function isHeld(folder: string, { pid, host }: Holder, number: number): UsageError {
  const isHere = host === hostname();
  const who = isHere ? `process ${pid}` : `process ${pid} on ${host}`;
  const next = isHere
    ? 'Wait until it has ended, or give this one another folder with --journal'
    : `If it has ended, remove ${join(folder, `lock.${number}`)}`;
  return new UsageError(`another grader, ${who}, is at the journal in ${folder}. ${next}`);
}
