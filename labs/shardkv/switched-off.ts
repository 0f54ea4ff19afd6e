import type { Server } from '../../harness/vocabulary/server.ts';

/** A machine that exists by name only, so that calls to a group of Part 5A are never answered. */
export function switchedOff(): Server {
  return { step: () => [], stop: () => {} };
}
