import type { Made } from '../grading/graded-class.ts';
import { sandboxWords } from './sandbox-words.ts';

/** What graded, and how far submissions were kept from it, as every report ends. */
export function tellMade({ version, sandbox, realTime }: Made): string {
  const clock = realTime === true ? ', with limits of real time' : '';
  return `splitbrain ${version}, ${sandboxWords(sandbox)}${clock}`;
}
