import fc from 'fast-check';
import { CUT_MS, onAnyProcess, windowOf, type Family } from '../family.ts';
import type { FaultKind } from '../fault-kind.ts';
import { tellNumber } from '../words.ts';

/** The process's own clock and timers run this many millionths faster than the others'. */
export interface Drift {
  readonly kind: 'drift';
  readonly server: number;
  readonly partsPerMillion: number;
}

const upToATenth: Family<Drift> = {
  windows: (frame) =>
    windowOf(CUT_MS, () =>
      fc
        .tuple(
          onAnyProcess(frame, 'drift', (server) => server),
          fc.integer({ min: -100_000, max: 100_000 }),
        )
        .map(([servers, partsPerMillion]) =>
          servers.map((server) => ({ kind: 'drift', server, partsPerMillion })),
        ),
    ),
};

export const drift: FaultKind<Drift> = {
  strike: (world, { server, partsPerMillion }) => world.drift(server, partsPerMillion),
  heal: (world) => {
    for (let process = 0; process < world.processes.count; process++) world.drift(process, 0);
  },
  families: [upToATenth],
  sets: ({ server, partsPerMillion }) => {
    return { name: `drift ${server}`, value: String(partsPerMillion), usual: '0' };
  },
  inSchedule: ({ server, partsPerMillion }, { name }) =>
    `the clock of ${name(server)} runs ${tellSpeed(partsPerMillion)}`,
  inStory: ({ server: process, partsPerMillion }) => {
    if (partsPerMillion === 0) return { process, words: 'clock as usual' };
    return { process, words: `clock at ${percentOf(partsPerMillion).toFixed(0)}%` };
  },
};

function tellSpeed(partsPerMillion: number): string {
  const percent = tellNumber(percentOf(partsPerMillion));
  return percent === '100' ? 'at its usual speed again' : `at ${percent}% of its usual speed`;
}

function percentOf(partsPerMillion: number): number {
  return partsPerMillion / 10_000 + 100;
}
