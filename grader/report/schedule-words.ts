import { seconds } from '../../harness/vocabulary/time.ts';
import type { ToldSchedule } from '../run/told-schedule.ts';

/** What a schedule does, in a sentence that ends with a colon if there are steps to follow. */
export function scheduleHead({ inputs, of }: ToldSchedule): string {
  return inputs === 0
    ? `It breaks even without faults or calls (0 of ${of} steps).`
    : `The smallest schedule found that still breaks it (${inputs} of ${of} steps):`;
}

/** The times and steps of a schedule, the network first. */
export function scheduleRows({ network, before, steps, inputs }: ToldSchedule): [string, string][] {
  // Without any input only the end of all faults would be left to tell.
  if (inputs === 0) return [];
  return [
    ...(network === 'reliable'
      ? []
      : [['always', `the network is ${network}`] as [string, string]]),
    ...(before > 0 ? [['...', `${before} more before`] as [string, string]] : []),
    ...steps.map(({ atUs, words }): [string, string] => [seconds(atUs), words]),
  ];
}
