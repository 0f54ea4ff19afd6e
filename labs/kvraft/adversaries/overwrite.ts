import type { Steps } from '../../../harness/vocabulary/script.ts';
import { versionOf, type KvClient } from '../../kv/kv-client.ts';

/** Puts whatever version the key has; returns the version that it has then, or null if that is in doubt. */
export function* overwrite(clerk: KvClient, key: string): Steps<number | null> {
  const seen = yield* clerk.get(key);
  if (seen === null) return null;
  const version = versionOf(seen);
  const value = `over version ${version}, at ${clerk.clients.sim.nowUs}`;
  return (yield* clerk.put(key, value, version)) === 'OK' ? version + 1 : null;
}
