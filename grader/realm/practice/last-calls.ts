import type { VmServer } from '../vm-server.ts';

/** Frames told of a stack: where the call was made, and who called that; helpers are often between a loop and its call. */
const FRAMES_TOLD = 3;

/**
 * Where in the student's files each process made its last call. A stack costs more than most steps, so it is taken
 * down only for stories; what a run does is the same without it.
 */
export class LastCalls {
  /** The last incarnation of each process. */
  private readonly servers = new Map<number, VmServer>();

  /** A run begins, or begins anew. */
  clear(): void {
    this.servers.clear();
  }

  started(server: VmServer): void {
    this.servers.set(server.number, server);
  }

  /** `src/kvserver/clerk.ts:20 (Clerk.get), called at src/kvserver/lock.ts:24 (SpinLock.acquire)`; null where none is known. */
  placeOf(process: number): string | null {
    const frames = (this.servers.get(process)?.lastCall ?? '').split('\n').flatMap(readFrame);
    return frames.length === 0 ? null : frames.slice(0, FRAMES_TOLD).join(', called at ');
  }
}

function readFrame(line: string): string[] {
  const [, place, inside] = /^(.+:\d+):\d+(?: in (?:async )?(.+))?$/.exec(line) ?? [];
  if (place === undefined) return [];
  return [inside === undefined ? place : `${place} (${inside})`];
}
