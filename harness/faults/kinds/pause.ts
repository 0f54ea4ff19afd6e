import fc from 'fast-check';
import { onAnyProcess, windowOf, type Family } from '../family.ts';
import { endsAfterForMs, type FaultKind, type Setting } from '../fault-kind.ts';
import { tellFor } from '../words.ts';

/** Stops a process as a long garbage collection would: its timers and messages pile up. */
export interface Pause {
  readonly kind: 'pause';
  readonly server: number;
  readonly forMs?: number;
}

export interface Resume {
  readonly kind: 'resume';
  readonly server: number;
}

const ofOne: Family<Pause> = {
  windows: (frame) =>
    windowOf(fc.integer({ min: 20, max: 1_200 }), (forMs) =>
      onAnyProcess(frame, 'pause', (server) => ({ kind: 'pause', server, forMs })),
    ),
};

export const pause: FaultKind<Pause, Resume> = {
  strike: (world, { server }) => world.pause(server),
  ending: endsAfterForMs(({ server }) => ({ kind: 'resume', server })),
  healProcess: (world, process) => world.resume(process),
  families: [ofOne],
  sets: ({ server }) => paused(server, 'true'),
  inSchedule: ({ server, forMs }, { name }) => `${name(server)} pauses${tellFor(forMs)}`,
  inStory: ({ server }) => ({ process: server, words: 'PAUSED' }),
  beside: ({ server }, name) => `${name(server)} is paused`,
};

export const resume: FaultKind<Resume> = {
  strike: (world, { server }) => world.resume(server),
  sets: ({ server }) => paused(server, 'false'),
  inSchedule: ({ server }, { name }) => `${name(server)} goes on`,
  inStory: ({ server }) => ({ process: server, words: 'resumes' }),
};

function paused(server: number, value: string): Setting {
  return { name: `paused ${server}`, value, usual: 'false' };
}
