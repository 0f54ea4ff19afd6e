import type { FaultKind } from '../fault-kind.ts';

/** A new machine under the old name: only a process that is down can lose its disk. */
export interface LoseDisk {
  readonly kind: 'lose-disk';
  readonly server: number;
}

export const loseDisk: FaultKind<LoseDisk> = {
  strike: (world, { server }) => world.loseDisk(server),
  // What the process has saved since it lost its last one is lost as well.
  sets: () => null,
  inSchedule: ({ server }, { name }) => `${name(server)} loses its disk`,
  inStory: ({ server }) => ({ process: server, words: 'DISK LOST' }),
};
