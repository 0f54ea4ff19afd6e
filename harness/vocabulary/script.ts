import type { Moment } from './time.ts';

/** What a script waits for: some virtual time, or something to become true within that time. */
interface Wait {
  readonly forUs: number;
  readonly until?: () => boolean;
  /** Go on once this many events of the instant are over; all of them without it. */
  readonly after?: number;
}

/** A scenario's script: it yields what it waits for and sees nothing but the world. */
export type Script = Generator<Wait, void, void>;

/** A part of a script that comes to a value. */
export type Steps<T> = Generator<Wait, T, void>;

/** Waits for `ms` milliseconds of virtual time. */
export function* wait(ms: number): Steps<void> {
  yield { forUs: Math.round(ms * 1_000) };
}

/** Waits until the run comes to `moment`. */
export function* reach(sim: { readonly nowUs: number }, moment: Moment): Steps<void> {
  yield { forUs: Math.max(0, moment.atUs - sim.nowUs), after: moment.after };
}

/** Waits until `condition` holds, for at most `withinMs`; returns whether it came to hold. */
export function* until(condition: () => boolean, withinMs: number): Steps<boolean> {
  if (!condition()) yield { forUs: Math.round(withinMs * 1_000), until: condition };
  return condition();
}

/** Steps whose result nobody wants. */
export function* asScript(steps: Steps<unknown>): Script {
  yield* steps;
}

/** Runs several scripts at once in one; ends when all have ended. */
export function* together(
  sim: { readonly nowUs: number },
  scripts: readonly Script[],
): Steps<void> {
  let branches = scripts.map((script) => ({ script, wait: null as Wait | null, dueUs: 0 }));
  for (;;) {
    const going: typeof branches = [];
    for (const branch of branches) {
      const due = branch.wait === null || sim.nowUs >= branch.dueUs;
      if (due || branch.wait?.until?.() === true) {
        const step = branch.script.next();
        if (step.done === true) continue;
        branch.wait = step.value;
        branch.dueUs = sim.nowUs + step.value.forUs;
      }
      going.push(branch);
    }
    if (going.length === 0) return;
    branches = going;
    yield {
      forUs: Math.max(0, Math.min(...going.map(({ dueUs }) => dueUs)) - sim.nowUs),
      until: () => going.some((branch) => branch.wait?.until?.() === true),
    };
  }
}
