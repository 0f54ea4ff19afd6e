import { seconds } from '../../harness/vocabulary/time.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';

/** A verdict in full: the promise in a sentence first, then the evidence. `names` are the processes'. */
export function tellVerdict(verdict: Verdict, names: readonly string[]): string[] {
  switch (verdict.kind) {
    case 'passed':
      return ['passed'];
    case 'violated':
      return [
        `Broken promise: ${verdict.sentence}`,
        ...verdict.evidence.map((line) => `  ${line}`),
      ];
    case 'stalled':
      return [
        `Stalled: expected ${verdict.waitingFor}; gave up at ${seconds(verdict.atUs)}.`,
        ...verdict.beliefs.map((line) => `  ${line}`),
      ];
    case 'crashed':
      return [
        `${nameOf(verdict.server, names)} failed at ${seconds(verdict.atUs)}: ${verdict.message}`,
        ...tellStack(verdict.stack),
      ];
    case 'overrun':
      return [`Over budget: ${verdict.message} (at ${seconds(verdict.atUs)})`];
    case 'undecided':
      return [`Undecided, which does not count as a pass: ${verdict.message}`];
    case 'harness-error':
      return [
        `The harness failed, so this run counts neither for nor against you: ${verdict.message}`,
      ];
  }
}

function nameOf(process: number, names: readonly string[]): string {
  const name = names[process] ?? `process ${process}`;
  // `clerk-1` is what its code calls it, and stays as it is.
  if (name.includes('-')) return name;
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

/** Frames of the student's own code; the deeper ones rarely say more. */
const FRAMES_TOLD = 6;

function tellStack(stack: string): string[] {
  const [first, ...others] = stack.split('\n').filter((line) => line !== '');
  if (first === undefined) return [];
  const called = others.slice(0, FRAMES_TOLD - 1).map((line) => `  called at ${line}`);
  return ['', `your code: ${first}`, ...called];
}

/** A verdict on one line. */
export function sumUpVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'passed':
      return 'passed';
    case 'violated':
      return verdict.sentence;
    case 'stalled':
      return `expected ${verdict.waitingFor}`;
    case 'crashed':
    case 'overrun':
    case 'undecided':
      return firstLine(verdict.message);
    case 'harness-error':
      return `the harness failed: ${firstLine(verdict.message)}`;
  }
}

/** A text up to its first line break, or the next one where the first only announces what comes. */
export function firstLine(text: string): string {
  const [first = '', second] = text.split('\n');
  return first.endsWith(':') && second !== undefined ? `${first} ${second.trim()}` : first;
}

/** A verdict in a few words, for a table. */
export function nameVerdict(verdict: Verdict): string {
  return verdict.kind === 'violated' ? verdict.promise : verdict.kind;
}
