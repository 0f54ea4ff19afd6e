import { untilHeal, type Recording } from '../../harness/faults/recording.ts';
import { shrink } from '../../harness/faults/shrink.ts';
import type { RunResult } from '../../harness/scenario/run.ts';
import { processesOf, type Lab, type Scenario } from '../../harness/scenario/scenario.ts';
import { isSameBreak, type Verdict } from '../../harness/vocabulary/verdict.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { Realm } from '../realm/realm.ts';
import { CorrectCode } from './correct-code.ts';
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

/** Whether there may be a smaller schedule that fails in this way. */
export function isShrinkable({ kind }: Verdict): boolean {
  return SHRINKABLE.has(kind);
}

/** Where to look, and when to stop. */
export interface ShrinkLimits {
  /** Where the submission runs; a practice realm unless something else is asked for. */
  readonly openRealm?: () => Realm;
  readonly stop?: { readonly stopped: boolean };
  readonly processorMsMax?: number;
  readonly runsMax?: number;
  /** Events of all runs of the submission together; any number by default. */
  readonly eventsMax?: number;
}

/** What came of the search for a smaller schedule. */
export type Shrunk =
  | { readonly kind: 'smaller'; readonly smallest: Smallest }
  /**
   * There is none: the run passes, overruns, stalls before its heal phase (it may rightly have waited),
   * does not break again from its recording, or needs all of it.
   */
  | { readonly kind: 'none' }
  /** Correct code fails too when it is given what came into this run, or even in the scenario itself. */
  | { readonly kind: 'fails-correct-code'; readonly in: 'schedule' | 'scenario' };

const NONE: Shrunk = { kind: 'none' };

/**
 * Looks for the smallest schedule that breaks what this seed breaks. A schedule counts only if the
 * reference solution passes it: with calls left out, those that follow may ask for what nobody owes.
 */
export async function shrinkFailure(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  { seed, verdict: failed }: { readonly seed: number; readonly verdict: Verdict },
  limits: ShrinkLimits = {},
): Promise<Shrunk> {
  const { stop, openRealm, eventsMax = Infinity } = limits;
  const { processorMsMax = PROCESSOR_MS_MAX, runsMax = RUNS_MAX } = limits;
  if (scenario.watch === undefined || stop?.stopped === true) return NONE;
  if (!isShrinkable(failed)) return NONE;
  const correct = await CorrectCode.ofReference(lab, scenario, seed);
  let runs = 0;
  let events = 0;
  const run: Run = async (options) => {
    runs++;
    const realm = openRealm === undefined ? {} : { realm: openRealm() };
    const result = await runSeed(lab, scenario, submission, seed, { ...options, ...realm });
    events += result.events;
    return result;
  };
  const passesCorrect = async (candidate: Recording): Promise<boolean> => {
    runs++;
    return correct.passes(candidate);
  };
  const { result, recording: taken } = await recordedRun(run);
  const whole = result.verdict.kind === 'stalled' ? untilHeal(taken) : taken;
  if (whole === null) return NONE;
  /** At what time of the schedule the promise broke; null when it held. */
  const breaks = async (candidate: Recording): Promise<number | null> => {
    const { verdict, virtualUs } = await run({ recording: candidate });
    if (!isSameBreak(result.verdict, verdict)) return null;
    if (candidate.heals === true) return candidate.endUs;
    return verdict.kind === 'violated' ? (verdict.brokenAtUs ?? virtualUs) : virtualUs;
  };
  if ((await breaks(whole)) === null) return NONE;
  if (!(await passesCorrect(whole))) {
    const isPassed = (await correct.playScript()).kind === 'passed';
    return { kind: 'fails-correct-code', in: isPassed ? 'schedule' : 'scenario' };
  }

  const before = process.cpuUsage();
  const isSpent = (): boolean => {
    const { user, system } = process.cpuUsage(before);
    const isTired = runs >= runsMax || events >= eventsMax;
    return stop?.stopped === true || isTired || (user + system) / 1_000 >= processorMsMax;
  };
  let best = whole;
  const candidates = shrink(whole, processesOf(scenario, seed));
  for (let next = candidates.next(); next.done !== true && !isSpent();) {
    let brokeAtUs = await breaks(next.value);
    if (brokeAtUs !== null && !(await passesCorrect(next.value))) brokeAtUs = null;
    if (brokeAtUs !== null) best = next.value;
    next = candidates.next(brokeAtUs);
  }
  if (best === whole) return NONE;
  const told = await takeDown(best, { run, whole: result, passesCorrect });
  return { kind: 'smaller', smallest: { ...told, of: whole.inputs.length, runs } };
}

/**
 * Taken down once more, a schedule has the times of its own run, and lacks what never came about. It stays
 * as it is where that breaks something else, or fails correct code.
 */
async function takeDown(
  best: Recording,
  { run, whole, passesCorrect }: TakeDown,
): Promise<Pick<Smallest, 'recording' | 'result'>> {
  const again = await recordedRun(run, best);
  const recording = best.heals === true ? untilHeal(again.recording) : again.recording;
  if (recording !== null) {
    const result = await run({ recording });
    const isSame = isSameBreak(whole.verdict, result.verdict);
    if (isSame && (await passesCorrect(recording))) return { recording, result };
  }
  return { recording: best, result: again.result };
}

interface TakeDown {
  readonly run: Run;
  readonly whole: RunResult;
  readonly passesCorrect: (candidate: Recording) => Promise<boolean>;
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
  if (recording === null) throw new Error('a run that should have been recorded left no recording');
  return { result, recording };
}
