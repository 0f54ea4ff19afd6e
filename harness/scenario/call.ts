import type { Json } from '../check/history/operation.ts';
import type { Simulation } from '../sim/simulation.ts';
import { until, type Steps } from '../vocabulary/script.ts';

/** How a call of a process's method ended. */
export type CallEnd =
  | { readonly kind: 'returned'; readonly value: Json }
  /** The process is down, or crashed before it answered. */
  | { readonly kind: 'crashed' }
  /** It has not answered yet. */
  | { readonly kind: 'pending' };

/** Calls a method of a process and waits for its answer, at most `withinMs` of virtual time. */
export function* call(
  sim: Simulation,
  process: number,
  method: string,
  args: readonly Json[],
  withinMs: number,
): Steps<CallEnd> {
  let end: CallEnd = { kind: 'pending' };
  sim.ask(process, method, args, (text) => {
    end = text === null ? { kind: 'crashed' } : { kind: 'returned', value: JSON.parse(text) };
  });
  yield* until(() => end.kind !== 'pending', withinMs);
  return end;
}
