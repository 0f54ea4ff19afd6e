import type { Json } from '../../harness/check/history/operation.ts';
import { Refusal, type BeginNative } from '../../harness/native/native-process.ts';
import { OUTSIDE, type OutsideRpc } from './outside-rpc.ts';

/** Channel on which the run's world is told of each attempt. */
export const ATTEMPT_CHANNEL = 'attempt';

/** What it is told: that a first entry under the key was kept, or another one refused. */
export interface Attempt {
  readonly key: string;
  readonly entry: Json;
  readonly isNew: boolean;
}

/**
 * The world outside as a process of the run. Whoever puts under the same key twice does it once; whoever takes a
 * new key each time does it again. Entries outlive a crash of it.
 */
export const outside: BeginNative<OutsideRpc> = ({ store, tell }) => ({
  put(args) {
    const { key, entry } = args;
    if (typeof key !== 'string') {
      throw new Refusal(
        `put() of '${OUTSIDE}' takes { key, entry }, the key a string; it got ${JSON.stringify(args)}`,
      );
    }
    const isNew = store.get(key) === undefined;
    if (isNew) store.write({ [key]: entry ?? null });
    tell(ATTEMPT_CHANNEL, { key, entry: entry ?? null, isNew } satisfies Attempt);
    return isNew;
  },
});
