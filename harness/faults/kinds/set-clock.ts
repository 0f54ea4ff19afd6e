import fc from 'fast-check';
import { CUT_MS, onAnyProcess, windowOf, type Family } from '../family.ts';
import type { FaultKind } from '../fault-kind.ts';
import { tellNumber } from '../words.ts';

/**
 * Somebody sets the process's clock: `Date` jumps to `byMs` ahead of where it would be by itself, or behind.
 * Timers and `performance.now()` do not notice. 0 sets it right.
 */
export interface SetClock {
  readonly kind: 'set-clock';
  readonly server: number;
  readonly byMs: number;
}

/** Less than a lease, about one, and much more. */
const JUMPS_MS = fc.oneof(
  fc.integer({ min: -200, max: 200 }),
  fc.integer({ min: -3_000, max: 3_000 }),
  fc.constantFrom(-3_600_000, 0, 3_600_000),
);

const ofOne: Family<SetClock> = {
  windows: (frame) =>
    windowOf(CUT_MS, () =>
      JUMPS_MS.chain((byMs) =>
        onAnyProcess(frame, 'drift', (server) => ({ kind: 'set-clock', server, byMs })),
      ),
    ),
};

export const setClock: FaultKind<SetClock> = {
  strike: (world, { server, byMs }) => world.setClock(server, byMs),
  healProcess: (world, process) => world.setClock(process, 0),
  families: [ofOne],
  isDrawnOnRequest: true,
  sets: ({ server, byMs }) => ({ name: `clock ${server}`, value: String(byMs), usual: '0' }),
  inSchedule: ({ server, byMs }, { name }) =>
    byMs === 0
      ? `the clock of ${name(server)} is right again`
      : `the clock of ${name(server)} jumps to ${tellJump(byMs)}`,
  inStory: ({ server: process, byMs }) => {
    return { process, words: byMs === 0 ? 'clock right again' : `clock ${tellJump(byMs)}` };
  },
};

function tellJump(byMs: number): string {
  return `${tellNumber(Math.abs(byMs))} ms ${byMs < 0 ? 'behind' : 'ahead'}`;
}
