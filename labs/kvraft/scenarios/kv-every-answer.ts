import type { Steps } from '../../../harness/vocabulary/script.ts';
import type { KvRaftWorld } from '../kv-world.ts';

/** More than one message of any sensible size, and not ASCII alone. */
const LONG = 'été '.repeat(500);

/** Each answer that the service can give, and values that are easy to get wrong. */
export function* everyAnswer(world: KvRaftWorld): Steps<void> {
  const clerk = world.clerk(0);
  yield* clerk.get('missing');
  yield* clerk.put('missing', 'too new', 1);
  yield* clerk.get('missing');
  yield* clerk.put('x', 'first', 0);
  yield* clerk.put('x', 'too old', 0);
  yield* clerk.put('x', 'too new', 2);
  yield* clerk.get('x');
  yield* clerk.put('x', '', 1);
  yield* clerk.get('x');
  yield* clerk.put('x', LONG, 2);
  yield* clerk.get('x');
  yield* clerk.put('', 'of the empty key', 0);
  yield* clerk.get('');
  world.demandLinearizable();
}
