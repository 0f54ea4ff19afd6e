import fc from 'fast-check';
import { anyProcess, windowOf, type Family, type Frame } from '../family.ts';
import type { FaultKind } from '../fault-kind.ts';
import { tellNumber } from '../words.ts';

/** A process loses all that is not on its disk. */
export interface Crash {
  readonly kind: 'crash';
  readonly server: number;
  readonly restartAfterMs?: number;
}

export interface Restart {
  readonly kind: 'restart';
  readonly server: number;
}

/** Before others have noticed that the process was away. */
const QUICK_MS = fc.integer({ min: 1, max: 40 });
const SLOW_MS = fc.integer({ min: 300, max: 1_500 });

const families: readonly Family<Crash>[] = [
  { restarts: true, windows: (frame) => windowOf(SLOW_MS, crashOfOne(frame)) },
  { restarts: true, windows: (frame) => windowOf(QUICK_MS, crashOfOne(frame)) },
  { restarts: true, windows: (frame) => windowOf(fc.constant(1_500), crashOfAll(frame), 3_000) },
];

function crashOfOne(frame: Frame): (restartAfterMs: number) => fc.Arbitrary<Crash[]> {
  return (restartAfterMs) =>
    anyProcess(frame).map((server) => [{ kind: 'crash', server, restartAfterMs }]);
}

function crashOfAll({ processes }: Frame): () => fc.Arbitrary<Crash[]> {
  const restartMs = fc.oneof(QUICK_MS, SLOW_MS);
  const delays = fc.array(restartMs, { minLength: processes, maxLength: processes });
  return () =>
    delays.map((all) =>
      all.map((restartAfterMs, server) => ({ kind: 'crash', server, restartAfterMs })),
    );
}

export const crash: FaultKind<Crash, Restart> = {
  strike: (world, { server }) => world.crash(server),
  ending: {
    afterMs: ({ restartAfterMs }) => restartAfterMs,
    by: ({ server }) => ({ kind: 'restart', server }),
    change: ({ kind, server }, restartAfterMs) =>
      restartAfterMs === undefined ? { kind, server } : { kind, server, restartAfterMs },
  },
  healProcess: (world, process) => world.boot(process),
  families,
  sets: ({ server }) => running(server, 'false'),
  // It stops a pause as well, and its restart leaves none.
  unsettles: ({ server }) => `paused ${server}`,
  inSchedule: ({ server, restartAfterMs }, { name }) =>
    `${name(server)} crashes${tellRestart(restartAfterMs)}`,
  inStory: () => null,
};

export const restart: FaultKind<Restart> = {
  strike: (world, { server }) => world.boot(server),
  sets: ({ server }) => running(server, 'true'),
  inSchedule: ({ server }, { name }) => `${name(server)} restarts`,
  inStory: () => null,
};

function running(server: number, value: string): ReturnType<typeof crash.sets> {
  return { name: `running ${server}`, value, usual: 'true' };
}

/** When the process comes back, after the words for its crash. */
export function tellRestart(afterMs: number | undefined): string {
  if (afterMs === undefined) return '';
  return afterMs === 0 ? ' and restarts at once' : ` and restarts ${tellNumber(afterMs)} ms later`;
}
