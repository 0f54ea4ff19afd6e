import fc from 'fast-check';
import { onAnyProcess, windowOf, type Family, type Frame } from '../family.ts';
import type { FaultKind, Setting } from '../fault-kind.ts';
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
    onAnyProcess(frame, 'crash', (server) => ({ kind: 'crash', server, restartAfterMs }));
}

function crashOfAll({ among, doesSuffer }: Frame): () => fc.Arbitrary<Crash[]> {
  const restartMs = fc.oneof(QUICK_MS, SLOW_MS);
  const delays = fc.array(restartMs, { minLength: among.length, maxLength: among.length });
  return () =>
    delays.map((all) =>
      among.flatMap((server, at) =>
        doesSuffer(server, 'crash')
          ? [{ kind: 'crash', server, restartAfterMs: all[at] as number }]
          : [],
      ),
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
  fit: (fault, members) =>
    members[fault.server]?.staysDead === true ? { kind: 'crash', server: fault.server } : fault,
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
  // Where the dead stay dead, it starts nobody.
  sets: ({ server }, members) =>
    members[server]?.staysDead === true ? NOTHING : running(server, 'true'),
  inSchedule: ({ server }, { name }) => `${name(server)} restarts`,
  inStory: () => null,
};

/** Always as usual. */
const NOTHING: Setting = { name: 'start of the dead', value: 'none', usual: 'none' };

function running(server: number, value: string): Setting {
  return { name: `running ${server}`, value, usual: 'true' };
}

/** When the process comes back, after the words for its crash. */
export function tellRestart(afterMs: number | undefined): string {
  if (afterMs === undefined) return '';
  return afterMs === 0 ? ' and restarts at once' : ` and restarts ${tellNumber(afterMs)} ms later`;
}
