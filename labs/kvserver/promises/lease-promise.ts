import type { Operation } from '../../../harness/check/history/operation.ts';
import type { Evidence, NamedPromise } from '../../../harness/vocabulary/promise.ts';

/** A promise of the lease lock. It adds a check of the whole history of its clients, not fact by fact. */
export interface LeasePromise extends NamedPromise {
  /** Returns what speaks against it; undefined if nothing does. */
  check(history: readonly Operation[]): Evidence | undefined;
}

/** An operation that was answered. */
export type AnsweredOperation = Operation & { readonly returnTime: number };

export function answered(history: readonly Operation[], op: string): AnsweredOperation[] {
  return history.filter(
    (operation): operation is AnsweredOperation =>
      operation.op === op && operation.returnTime !== null,
  );
}

/** Milliseconds of virtual time as people read them. */
export function secondsFromMs(timeMs: number): string {
  return `${(timeMs / 1_000).toFixed(3)} s`;
}
