import { VerdictSignal } from '../vocabulary/verdict.ts';

/** A promise that a scenario checks by itself, by name and in a sentence. */
export interface NamedPromise {
  readonly promise: string;
  readonly sentence: string;
}

interface Clock {
  readonly nowUs: number;
}

/** Ends the run: a promise was broken, now or, as is found out only now, at `brokenAtUs`. */
export function violated(
  { nowUs }: Clock,
  { promise, sentence }: NamedPromise,
  evidence: readonly string[],
  brokenAtUs: number = nowUs,
): never {
  const verdict = { kind: 'violated', promise, sentence, evidence, atUs: nowUs } as const;
  throw new VerdictSignal(brokenAtUs < nowUs ? { ...verdict, brokenAtUs } : verdict);
}

/** Ends the run: more was spent than the test allows. */
export function overrun({ nowUs }: Clock, message: string): never {
  throw new VerdictSignal({ kind: 'overrun', message, atUs: nowUs });
}

/**
 * Notes whether the scenario's own chaos came about. In one run it may not, which is nobody's fault;
 * where it never does, calibration says so, for then a pass means nothing.
 */
export function mustHave(
  { reached }: { readonly reached: Map<string, number> },
  condition: boolean,
  what: string,
): void {
  reached.set(what, condition ? 1 : 0);
}
