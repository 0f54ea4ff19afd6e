import type { Operation } from '../../../harness/check/history/operation.ts';
import type { Evidence } from '../../../harness/vocabulary/invariant.ts';
import type { NamedPromise } from '../../../harness/scenario/verdicts.ts';

/** A promise of the lease lock, about the whole history of its clients. */
export interface LeasePromise extends NamedPromise {
  /** What speaks against it; undefined if nothing does. */
  check(history: readonly Operation[]): Evidence | undefined;
}

/** An operation that was answered. */
export type Answered = Operation & { readonly returnTime: number };

export function answered(history: readonly Operation[], op: string): Answered[] {
  return history.filter(
    (operation): operation is Answered => operation.op === op && operation.returnTime !== null,
  );
}

/** Milliseconds of virtual time as people read them. */
export function seconds(timeMs: number): string {
  return `${(timeMs / 1_000).toFixed(3)} s`;
}
