/** What a script waits for: some virtual time, or something to become true within that time. */
export interface Wait {
  readonly forUs: number;
  readonly until?: () => boolean;
}

/** A scenario's script: it yields what it waits for and sees nothing but the world. */
export type Script = Generator<Wait, void, void>;

/** A part of a script that comes to a value. */
export type Steps<T> = Generator<Wait, T, void>;

/** Waits for `ms` milliseconds of virtual time. */
export function* wait(ms: number): Steps<void> {
  yield { forUs: Math.round(ms * 1_000) };
}

/** Waits until `condition` holds, for at most `withinMs`; gives whether it came to hold. */
export function* until(condition: () => boolean, withinMs: number): Steps<boolean> {
  if (!condition()) yield { forUs: Math.round(withinMs * 1_000), until: condition };
  return condition();
}
