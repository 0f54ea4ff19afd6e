import type { Server } from '../../harness/sim/server.ts';

/** A machine that exists by name only, so that a controller's calls to a group of Part 5A are lost. */
export function switchedOff(): Server {
  return { step: () => [], stop: () => {} };
}
