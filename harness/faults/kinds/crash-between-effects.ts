import fc from 'fast-check';
import { sufferersOf, tellProcesses } from '../../vocabulary/role.ts';
import { windowOf, type Family, type Frame } from '../family.ts';
import type { FaultKind } from '../fault-kind.ts';

/** Crashes after any effect of any step, this often in a million, each with a restart soon after. */
export interface CrashBetweenEffects {
  readonly kind: 'crash-between-effects';
  readonly perMillion: number;
  /** Only these processes; without it all that suffer crashes. */
  readonly among?: readonly number[];
}

/** One window that lasts: no single rate finds every bug. */
const lasting: Family<CrashBetweenEffects> = {
  restarts: true,
  windows: (frame) =>
    windowOf(
      fc.constant(frame.chaosMs),
      () =>
        fc
          .constantFrom(1_000, 3_000, 10_000)
          .map((perMillion) => [
            { kind: 'crash-between-effects', perMillion, ...mortalsOf(frame) },
          ]),
      200,
    ),
};

function mortalsOf({ processes, among, doesSuffer }: Frame): Pick<CrashBetweenEffects, 'among'> {
  const mortals = among.filter((each) => doesSuffer(each, 'crash'));
  return mortals.length === processes.length ? {} : { among: mortals };
}

export const crashBetweenEffects: FaultKind<CrashBetweenEffects> = {
  strike: (world, { perMillion, among }) => world.crashBetweenEffects(perMillion, among),
  families: [lasting],
  sets: ({ perMillion }) => ({ name: 'crash rate', value: String(perMillion), usual: '0' }),
  // Its crashes are taken down one by one, so that each can be left out; the rate itself does nothing.
  recorded: (fault) => ({ ...fault, perMillion: 0 }),
  inSchedule: ({ perMillion, among }, { members }) => {
    const who = tellProcesses(members, among ?? sufferersOf(members, 'crash'));
    return `a crash follows ${perMillion} in a million effects of ${who}`;
  },
  inStory: () => null,
};
