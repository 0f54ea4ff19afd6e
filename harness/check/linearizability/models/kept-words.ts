import type { Operation } from '../../history/operation.ts';
import { sayValue } from '../explain/words.ts';

/* Words and tests that several models share. */

/** Whether an operation tells of something that happened or was seen, or may have happened. */
export function saysSomething({ end, output }: Operation, observes: boolean): boolean {
  if (end === 'unknown') return !observes;
  return end === 'ok' || output !== null;
}

/** `Name("key", arguments)`, without the key if there is none. */
export function sayCallOf(
  name: string,
  key: string | undefined,
  ...rest: readonly string[]
): string {
  return `${name}(${[...(key === undefined ? [] : [sayValue(key)]), ...rest].join(', ')})`;
}

/** An answer as it is; in words where there is none. */
export function sayAnswerOf({ output, end }: Operation): string {
  if (output !== null) return output === 'OK' ? 'OK' : sayValue(output);
  return end === 'ok' ? 'OK' : end === 'failed' ? 'failed' : 'no answer';
}
