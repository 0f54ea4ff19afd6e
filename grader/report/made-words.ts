import type { Made } from '../grading/graded-class.ts';
import { sandboxWords } from './sandbox-words.ts';

/** What graded, and how far submissions were kept from it, as every report ends. */
export function tellMade({ version, sandbox }: Made): string {
  return `splitbrain ${version}, ${sandboxWords(sandbox)}`;
}
