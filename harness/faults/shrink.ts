import type { Member } from '../vocabulary/role.ts';
import { foldEnd, withEnd } from './fold-ends.ts';
import { withoutIdle } from './idle-inputs.ts';
import { endMsOf, type Input, type Recording } from './recording.ts';
import { takeOutTime, timesOf } from './take-out-time.ts';

/** Proposes recordings and is told, of each, at what virtual time the promise broke; null if it held. */
type Shrinking<T> = Generator<Recording, T, number | null>;

/** So few inputs are tried without each pair of them: 66 runs, for some do harm only together. */
const PAIRS_AMONG = 12;
/** A pause that is shorter than this is not shortened: about the time of an election, which it may be for. */
const QUIET_US = 200_000;
/** Faults shorter than this are not shortened further: nobody reads the difference. */
const SHORT_MS = 10;

/**
 * Looks for the smallest recording that still breaks what `recording` breaks. It yields candidates, each
 * smaller than the last one that broke it; whoever runs them may stop at any time. Delta debugging
 * (Zeller and Hildebrandt, 2002), after what is idle is gone, and before single inputs are made simpler.
 */
export function* shrink(recording: Recording, members: readonly Member[]): Shrinking<Recording> {
  let best = recording;
  best = yield* attempt(best, { ...best, inputs: withoutIdle(best.inputs, members) });
  for (;;) {
    const { inputs } = best;
    best = yield* attempt(best, { ...best, network: 'reliable' });
    best = yield* withoutSorts(best);
    best = yield* fewer(best);
    best = yield* folded(best, members);
    best = yield* withoutPairs(best);
    best = yield* simpler(best);
    // Something simpler may have made something else needless.
    if (best.inputs.length === inputs.length) return yield* sooner(best);
  }
}

function* attempt(best: Recording, candidate: Recording): Shrinking<Recording> {
  const isSame =
    candidate.network === best.network && candidate.inputs.length === best.inputs.length;
  if (isSame && candidate.inputs.every((each, i) => each === best.inputs[i])) return best;
  const brokeAtUs = yield candidate;
  return brokeAtUs === null ? best : upTo(candidate, brokeAtUs);
}

/** What comes after the promise broke does not matter; a message may wait for longer than that. */
function upTo(recording: Recording, endUs: number): Recording {
  const isBefore = (input: Input): boolean => startUs(input) <= endUs;
  return { ...recording, inputs: recording.inputs.filter(isBefore), endUs };
}

function startUs(input: Input): number {
  return input.kind === 'hold' ? input.since.atUs : input.at.atUs;
}

/** Leaves out all calls of one client, and all that are about one thing: where many are, few matter. */
function* withoutSorts(recording: Recording): Shrinking<Recording> {
  let best = recording;
  for (const sortOf of [clientOf, subjectOf]) {
    const sorts = new Set(best.inputs.map(sortOf).filter((sort) => sort !== null));
    for (const sort of sorts.size > 1 ? sorts : []) {
      best = yield* attempt(best, {
        ...best,
        inputs: best.inputs.filter((input) => sortOf(input) !== sort),
      });
    }
  }
  return best;
}

function clientOf(input: Input): string | null {
  return input.kind === 'ask' ? String(input.process) : null;
}

/** What a client's call is about: its first argument, such as a key. */
function subjectOf(input: Input): string | null {
  return input.kind === 'ask' ? JSON.stringify(input.args[0] ?? null) : null;
}

/** Leaves out chunks, half of all at first and single inputs in the end, the latest first. */
function* fewer(recording: Recording): Shrinking<Recording> {
  let best = recording;
  for (let size = Math.ceil(best.inputs.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let end = best.inputs.length; end > 0; end -= size) {
      // A later chunk, once left out, takes along what came after the break.
      end = Math.min(end, best.inputs.length);
      const inputs = best.inputs.filter((_, i) => i < end - size || i >= end);
      best = yield* attempt(best, { ...best, inputs });
    }
  }
  return best;
}

/** Leaves out two inputs at once, such as a fault and another one that made up for it. */
function* withoutPairs(recording: Recording): Shrinking<Recording> {
  let best = recording;
  for (let j = best.inputs.length - 1; j > 0; j--) {
    for (let i = j - 1; i >= 0 && best.inputs.length <= PAIRS_AMONG; i--) {
      const inputs = best.inputs.filter((_, at) => at !== i && at !== j);
      const before = best;
      if (j < best.inputs.length) best = yield* attempt(best, { ...best, inputs });
      if (best !== before) break;
    }
  }
  return best;
}

/** Makes ends that came on their own part of their faults: one line to read, one thing to leave out. */
function* folded(recording: Recording, members: readonly Member[]): Shrinking<Recording> {
  let best = recording;
  for (let i = best.inputs.length - 1; i > 0; i--) {
    const inputs = foldEnd(best.inputs, i, members);
    if (inputs !== null) best = yield* attempt(best, { ...best, inputs });
  }
  return best;
}

/** Makes one input after another simpler: no end for a fault, or a shorter one. */
function* simpler(recording: Recording): Shrinking<Recording> {
  let best = recording;
  for (let i = best.inputs.length - 1; i >= 0; i--) {
    for (let input = best.inputs[i]; input !== undefined; input = best.inputs[i]) {
      const before = best;
      for (const simple of simplifications(input)) {
        const inputs = best.inputs.with(i, simple);
        best = yield* attempt(best, { ...best, inputs });
        if (best !== before) break;
      }
      if (best === before) break;
    }
  }
  return best;
}

/** Takes time out in which nothing begins or ends, the latest first: as much as can be, or half of it. */
function* sooner(recording: Recording): Shrinking<Recording> {
  let best = recording;
  const times = [0, ...timesOf(best), best.endUs];
  for (let i = times.length - 1; i > 0; i--) {
    const [fromUs = 0, toUs = 0] = times.slice(i - 1);
    for (let us = toUs - fromUs; us >= QUIET_US / 2; us = Math.floor(us / 2)) {
      if (toUs - fromUs < QUIET_US) break;
      const before = best;
      best = yield* attempt(best, takeOutTime(best, fromUs, us));
      if (best !== before) break;
    }
  }
  return best;
}

/** The input without its end, and with a shorter one. */
function simplifications(input: Input): Input[] {
  const endMs = endMsOf(input);
  if (endMs === null) return [];
  const shorter = endMs > SHORT_MS ? [withEnd(input, Math.floor(endMs / 2))] : [];
  return [withEnd(input, undefined), ...shorter];
}
