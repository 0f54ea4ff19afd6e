import type { Moment } from '../vocabulary/time.ts';
import { withEnd } from './fold-ends.ts';
import { endMsOf, type Input, type Recording } from './recording.ts';

/** The times at which something begins or ends in a recording, in their order. */
export function timesOf({ inputs }: Recording): number[] {
  const times = inputs.flatMap((input) => {
    if (input.kind === 'hold') return [input.since.atUs, input.before.atUs, input.at.atUs];
    const endMs = endMsOf(input);
    return endMs === null ? [input.at.atUs] : [input.at.atUs, endUs(input, endMs)];
  });
  return [...new Set(times)].toSorted((a, b) => a - b);
}

/** The recording without `lengthUs` of time from `fromUs` on: all that came later comes sooner. */
export function takeOutTime(recording: Recording, fromUs: number, lengthUs: number): Recording {
  const move = (timeUs: number): number =>
    timeUs <= fromUs ? timeUs : Math.max(fromUs, timeUs - lengthUs);
  const moveMoment = ({ atUs, after }: Moment): Moment => ({ atUs: move(atUs), after });
  const inputs = recording.inputs.map((input): Input => {
    const at = moveMoment(input.at);
    if (input.kind === 'hold') {
      return { ...input, at, since: moveMoment(input.since), before: moveMoment(input.before) };
    }
    const endMs = endMsOf(input);
    if (endMs === null) return { ...input, at };
    return withEnd({ ...input, at }, (move(endUs(input, endMs)) - at.atUs) / 1_000);
  });
  return { ...recording, inputs, endUs: move(recording.endUs) };
}

function endUs(input: Input, endMs: number): number {
  return input.at.atUs + Math.round(endMs * 1_000);
}
