/** What a run came to. Only `passed` is a pass; a harness error costs no points and gives none. */
export type Verdict =
  | { readonly kind: 'passed' }
  | {
      readonly kind: 'violated';
      readonly promise: string;
      readonly sentence: string;
      /** The promise's own; missing where it is about safety. */
      readonly about?: 'progress';
      readonly evidence: readonly string[];
      readonly atUs: number;
      /** When the last of what breaks it happened, if it was found out only later. */
      readonly brokenAtUs?: number;
    }
  | {
      readonly kind: 'stalled';
      readonly waitingFor: string;
      readonly beliefs: readonly string[];
      readonly atUs: number;
    }
  | {
      readonly kind: 'crashed';
      readonly server: number;
      readonly message: string;
      readonly stack: string;
      readonly atUs: number;
    }
  | { readonly kind: 'overrun'; readonly message: string; readonly atUs: number }
  | { readonly kind: 'undecided'; readonly message: string }
  | { readonly kind: 'harness-error'; readonly message: string };

/** Whether something false was said or kept, such as two leaders in a term or a lost put. */
export function isUnsafe(verdict: Verdict): boolean {
  return verdict.kind === 'violated' && verdict.about === undefined;
}

/** Thrown by a scenario's script to end the run with this verdict. */
export class VerdictSignal extends Error {
  readonly verdict: Verdict;

  constructor(verdict: Verdict) {
    super(verdict.kind);
    this.verdict = verdict;
  }
}

/** Whether both broke the same promise, failed with the same words, or wait for the same, however many. */
export function isSameBreak(a: Verdict, b: Verdict): boolean {
  if (a.kind === 'violated') return b.kind === 'violated' && a.promise === b.promise;
  if (a.kind === 'crashed') return b.kind === 'crashed' && a.message === b.message;
  if (a.kind === 'stalled') return b.kind === 'stalled' && isSameWait(a.waitingFor, b.waitingFor);
  return false;
}

function isSameWait(a: string, b: string): boolean {
  return a.replaceAll(/-?\d+/g, '#') === b.replaceAll(/-?\d+/g, '#');
}
