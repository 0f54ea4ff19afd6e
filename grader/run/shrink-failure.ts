import { shrink } from '../../harness/faults/shrink.ts';
import { untilHeal, type Recording } from '../../harness/faults/recording.ts';
import type { RunResult } from '../../harness/scenario/run.ts';
import { serversOf, type Lab, type Scenario } from '../../harness/scenario/scenario.ts';
import { isSameBreak, type Verdict } from '../../harness/scenario/verdict.ts';
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

/** What overruns takes seconds a run; what passes or is the harness's own fault breaks nothing. */
const SHRINKABLE: ReadonlySet<Verdict['kind']> = new Set(['violated', 'crashed', 'stalled']);

/** When to stop looking, besides the limit on runs. */
export interface ShrinkLimits {
  readonly stop?: { readonly stopped: boolean };
  readonly processorMsMax?: number;
}

/**
 * Looks for the smallest schedule that breaks what this seed breaks. Null when the run passes,
 * overruns, stalls before its heal phase (it may rightly have waited), does not break again from its
 * recording, or needs all of it.
 */
export async function shrinkFailure(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  { seed, verdict: failed }: { readonly seed: number; readonly verdict: Verdict },
  { stop, processorMsMax = PROCESSOR_MS_MAX }: ShrinkLimits = {},
): Promise<Smallest | null> {
  if (scenario.watch === undefined || stop?.stopped === true) return null;
  if (!SHRINKABLE.has(failed.kind)) return null;
  let runs = 0;
  const run: Run = async (options) => {
    runs++;
    return runSeed(lab, scenario, submission, seed, options);
  };
  const { result, recording: taken } = await recordedRun(run);
  const whole = result.verdict.kind === 'stalled' ? untilHeal(taken) : taken;
  if (whole === null) return null;
  /** At what time of the schedule the promise broke; null when it held. */
  const breaks = async (candidate: Recording): Promise<number | null> => {
    const { verdict, virtualUs } = await run({ recording: candidate });
    if (!isSameBreak(result.verdict, verdict)) return null;
    if (candidate.heals === true) return candidate.endUs;
    return verdict.kind === 'violated' ? (verdict.brokenAtUs ?? virtualUs) : virtualUs;
  };
  if ((await breaks(whole)) === null) return null;

  const before = process.cpuUsage();
  const isSpent = (): boolean => {
    const { user, system } = process.cpuUsage(before);
    return stop?.stopped === true || runs >= RUNS_MAX || (user + system) / 1_000 >= processorMsMax;
  };
  let best = whole;
  const candidates = shrink(whole, serversOf(scenario, seed));
  for (let next = candidates.next(); next.done !== true && !isSpent();) {
    const brokeAtUs = await breaks(next.value);
    if (brokeAtUs !== null) best = next.value;
    next = candidates.next(brokeAtUs);
  }
  return best === whole ? null : takeDown(run, best, { result, of: whole.inputs.length, runs });
}

/** Taken down once more, a schedule has the times of its own run, and lacks what never came about. */
async function takeDown(
  run: Run,
  best: Recording,
  { result: whole, of, runs }: { result: RunResult; of: number; runs: number },
): Promise<Smallest | null> {
  const again = await recordedRun(run, best);
  const recording = best.heals === true ? untilHeal(again.recording) : again.recording;
  if (recording === null) return null;
  const result = await run({ recording });
  return isSameBreak(whole.verdict, result.verdict) ? { recording, result, of, runs } : null;
}

type Run = (options: SeedOptions) => Promise<RunResult>;

async function recordedRun(
  run: Run,
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
