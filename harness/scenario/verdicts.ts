import type { NamedPromise } from '../vocabulary/promise.ts';
import { VerdictSignal, type Verdict } from '../vocabulary/verdict.ts';

interface Clock {
  readonly nowUs: number;
}

/** Ends the run: a promise was broken, now or, as is found out only now, at `brokenAtUs`. */
export function violated(
  { nowUs }: Clock,
  promise: NamedPromise,
  evidence: readonly string[],
  brokenAtUs: number = nowUs,
): never {
  const verdict = breakOf(promise, evidence, nowUs);
  throw new VerdictSignal(brokenAtUs < nowUs ? { ...verdict, brokenAtUs } : verdict);
}

/** The verdict on a run that broke a promise. */
export function breakOf(
  { id, sentence, about }: NamedPromise,
  evidence: readonly string[],
  atUs: number,
): Extract<Verdict, { kind: 'violated' }> {
  const ofPromise = about === undefined ? { sentence } : { sentence, about };
  return { kind: 'violated', promise: id, ...ofPromise, evidence, atUs };
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
