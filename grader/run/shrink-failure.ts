import { shrink } from '../../harness/faults/shrink.ts';
import type { Recording } from '../../harness/faults/recording.ts';
import type { RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { isSameBreak } from '../../harness/scenario/verdict.ts';
import type { CompiledSubmission } from '../realm/compile.ts';
import { runSeed, type SeedOptions } from './run-seed.ts';

/** The smallest schedule found that still breaks the promise. */
export interface Smallest {
  readonly recording: Recording;
  readonly result: RunResult;
  /** How many inputs the whole run had. */
  readonly of: number;
  /** Runs that it took to find it. */
  readonly runs: number;
}

/** Enough for the 100 to 200 inputs of a long run to be left out by halves and then one by one. */
const RUNS_MAX = 400;
/** Processor time: as long as a student who has seen a failure waits gladly for a better one. */
const PROCESSOR_MS_MAX = 8_000;

/**
 * Looks for the smallest schedule that breaks what this seed breaks. Null when the run passes, stalls
 * (without the heal phase a stall means nothing), or does not break again from its recording.
 */
export async function shrinkFailure(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  stop: { readonly stopped: boolean } = { stopped: false },
): Promise<Smallest | null> {
  if (scenario.watch === undefined) return null;
  let runs = 0;
  const run = async (options: SeedOptions): Promise<RunResult> => {
    runs++;
    return runSeed(lab, scenario, submission, seed, options);
  };
  const whole = await recordedRun(run);
  const breaks = (result: RunResult): boolean => isSameBreak(whole.result.verdict, result.verdict);
  if (!breaks(await run({ recording: whole.recording }))) return null;

  const before = process.cpuUsage();
  const isSpent = (): boolean => {
    const { user, system } = process.cpuUsage(before);
    return stop.stopped || runs >= RUNS_MAX || (user + system) / 1_000 >= PROCESSOR_MS_MAX;
  };
  let best = whole.recording;
  const candidates = shrink(whole.recording, scenario.servers);
  for (let next = candidates.next(); next.done !== true && !isSpent();) {
    const result = await run({ recording: next.value });
    if (breaks(result)) best = next.value;
    next = candidates.next(breaks(result) ? result.virtualUs : null);
  }
  // Taken down once more, it has the times of its own run, and lacks what never came about.
  const again = await recordedRun(run, best);
  if (!breaks(again.result)) return null;
  return { ...again, of: whole.recording.inputs.length, runs };
}

async function recordedRun(
  run: (options: SeedOptions) => Promise<RunResult>,
  played?: Recording,
): Promise<{ result: RunResult; recording: Recording }> {
  let recording: Recording | null = null;
  const result = await run({
    ...(played === undefined ? {} : { recording: played }),
    onRecording: (taken) => {
      recording = taken;
    },
  });
  if (recording === null) throw new Error('a run that was to be recorded gave no recording');
  return { result, recording };
}
