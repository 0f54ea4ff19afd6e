import type { Made } from '../grading/graded-class.ts';

/** What graded, and how far submissions were kept from it, as every report ends. */
export function tellMade({ version, sandboxed }: Made): string {
  return `splitbrain ${version}${sandboxed ? '' : ', without a sandbox'}`;
}
