import { VerdictSignal } from '../harness/scenario/verdict.ts';

/** A promise that a scenario checks by itself, by name and in a sentence. */
export interface NamedPromise {
  readonly promise: string;
  readonly sentence: string;
}

interface Clock {
  readonly nowUs: number;
}

/** Ends the run: a promise was broken. */
export function violated(
  { nowUs }: Clock,
  { promise, sentence }: NamedPromise,
  evidence: readonly string[],
): never {
  throw new VerdictSignal({ kind: 'violated', promise, sentence, evidence, atUs: nowUs });
}

/** Ends the run: more was spent than the test allows. */
export function overrun({ nowUs }: Clock, message: string): never {
  throw new VerdictSignal({ kind: 'overrun', message, atUs: nowUs });
}

/** The scenario's own chaos must have happened, or its pass means nothing. */
export function mustHave(condition: boolean, what: string): void {
  if (condition) return;
  const message = `the scenario did not do what it stands for: ${what}`;
  throw new VerdictSignal({ kind: 'harness-error', message });
}
