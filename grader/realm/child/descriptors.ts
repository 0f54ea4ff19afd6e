import { readdirSync, readFileSync } from 'node:fs';

/** What a process that is started would get of this one's open files, from 3 on; in `fdinfo`, octal. */
const CLOSED_ON_START = 0o2000000;

/**
 * Descriptors of this process, from 3 on, that whatever it starts would have as well: it was started with them,
 * and Node sees only to the first 16. Those that Node opens are not among them.
 */
export function inheritedDescriptors(): number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => fd >= 3 && isInherited(fd));
}

function isInherited(fd: number): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
    const flags = Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? '0', 8);
    return (flags & CLOSED_ON_START) === 0;
  } catch {
    // It was that of the folder that was read.
    return false;
  }
}

/** These as standard input and output, and `nothing` in place of whatever would be inherited. */
export function onlyStandard(from: number, to: number, nothing: number): (number | 'ignore')[] {
  const inherited = inheritedDescriptors();
  const stdio: (number | 'ignore')[] = [from, to, nothing];
  for (let fd = 3; fd <= Math.max(2, ...inherited); fd++) {
    stdio.push(inherited.includes(fd) ? nothing : 'ignore');
  }
  return stdio;
}
