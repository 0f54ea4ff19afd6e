import type { Verdict } from '../../harness/vocabulary/verdict.ts';

/**
 * What tells one way to fail from another, whatever the seed: the broken promise; else what was waited for, or the
 * words of an error, without numbers and values. Null for what passed, and where the harness failed, which is no
 * failure of the submission.
 */
export function wayToFail(verdict: Verdict): string | null {
  switch (verdict.kind) {
    case 'passed':
    case 'harness-error':
      return null;
    case 'violated':
      return `violated ${verdict.promise}`;
    case 'stalled':
      return `stalled ${withoutNumbers(verdict.waitingFor.replaceAll(/"[^"]*"/g, '""'))}`;
    case 'crashed':
    case 'overrun':
    case 'undecided':
      return `${verdict.kind} ${withoutNumbers(verdict.message.split('\n')[0] ?? '')}`;
  }
}

function withoutNumbers(text: string): string {
  return text.replaceAll(/-?\d+(\.\d+)?/g, '#');
}
