import fc from 'fast-check';
import { onAnyProcess, windowOf, type Family } from '../family.ts';
import { endsAfterForMs, type FaultKind } from '../fault-kind.ts';
import { tellFor } from '../words.ts';

/**
 * A slow machine: the timers that the process sets take `factor` times as long, and so does work whose time is
 * that of a timer. Its clock stays right. A factor of 1 makes it as quick as it was.
 */
export interface Slow {
  readonly kind: 'slow';
  readonly server: number;
  readonly factor: number;
  readonly forMs?: number;
}

const ofOne: Family<Slow> = {
  windows: (frame) =>
    windowOf(fc.integer({ min: 300, max: 3_000 }), (forMs) =>
      fc
        .constantFrom(2, 5, 10)
        .chain((factor) =>
          onAnyProcess(frame, 'pause', (server) => ({ kind: 'slow', server, factor, forMs })),
        ),
    ),
};

export const slow: FaultKind<Slow, Slow> = {
  strike: (world, { server, factor }) => world.slowDown(server, factor),
  ending: endsAfterForMs(({ kind, server }) => ({ kind, server, factor: 1 })),
  healProcess: (world, process) => world.slowDown(process, 1),
  families: [ofOne],
  isDrawnOnRequest: true,
  sets: ({ server, factor }) => ({ name: `slow ${server}`, value: String(factor), usual: '1' }),
  inSchedule: ({ server, factor, forMs }, { name }) =>
    factor === 1
      ? `${name(server)} is as quick as usual again`
      : `${name(server)} is ${factor} times slower${tellFor(forMs)}`,
  inStory: ({ server: process, factor }) => {
    return { process, words: factor === 1 ? 'as quick as usual' : `${factor} TIMES SLOWER` };
  },
  beside: ({ server, factor }, name) => `${name(server)} is ${factor} times slower`,
};
