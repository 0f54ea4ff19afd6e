import type { RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { Recording } from '../../harness/faults/recording.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { Verdict } from '../../harness/vocabulary/verdict.ts';
import type { RowFilter } from '../../harness/story/filter.ts';
import type { PlaceOf } from '../../harness/story/waits.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { mapFrames } from '../compile/stack.ts';
import { LastCalls } from '../realm/practice/last-calls.ts';
import { openPracticeRealm } from '../realm/practice/practice-realm.ts';
import { KeptTrace, type Forgotten } from './kept-trace.ts';
import { runSeed } from './run-seed.ts';
import { shrinkFailure, type ShrinkLimits, type Shrunk, type Smallest } from './shrink-failure.ts';

/** The smallest schedule found that breaks the same promise as a failed run. */
export interface SmallSchedule {
  readonly recording: Recording;
  /** How many inputs the whole run had. */
  readonly of: number;
  /** Of the run of the recording. */
  readonly traceHash: string;
}

/** A run with all that happened in it. */
export interface TracedRun {
  readonly lab: Lab;
  readonly scenario: Scenario;
  readonly seed: number;
  readonly result: RunResult;
  /** Up to the time that was asked for. */
  readonly events: readonly TraceEvent[];
  /** Lines of logs that there was no room for. */
  readonly forgotten?: Forgotten | null;
  /** What was played in place of the scenario's script, if anything was. */
  readonly smallest?: SmallSchedule | undefined;
  /** Where in the student's files a process made its last call. */
  readonly placeOf: PlaceOf;
}

/** What of a run is kept, and where all of it goes. */
export interface TraceOptions {
  readonly untilUs?: number;
  /** Played in place of the scenario's script. */
  readonly smallest?: SmallSchedule | undefined;
  /** Lines of logs that are wanted; all without it. */
  readonly filter?: RowFilter | undefined;
  /** Gets every line of the trace, as `trace` of `SeedOptions`. */
  readonly write?: (() => (event: TraceEvent) => void) | undefined;
}

/** Runs a seed once more, or plays a schedule in its place, and keeps what happens up to `untilUs`. */
export async function traceRun(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  { untilUs = Infinity, smallest, filter, write }: TraceOptions = {},
): Promise<TracedRun> {
  const lastCalls = new LastCalls();
  let kept = new KeptTrace(filter);
  const result = await runSeed(lab, scenario, submission, seed, {
    realm: openPracticeRealm(submission, 'when-touched', lastCalls),
    ...(smallest === undefined ? {} : { recording: smallest.recording }),
    trace() {
      kept = new KeptTrace(filter);
      const line = write?.();
      return (event) => {
        const told = withOwnPlaces(event, submission);
        line?.(told);
        if (told.atUs <= untilUs) kept.add(told);
      };
    },
  });
  const placeOf = (process: number): string | null => lastCalls.placeOf(process);
  const { events, forgotten } = kept;
  return { lab, scenario, seed, result, events, smallest, forgotten, placeOf };
}

/** Stacks in a line of a log get the files and lines of the student's own code. */
function withOwnPlaces(event: TraceEvent, submission: CompiledSubmission): TraceEvent {
  if (event.kind !== 'effect' || event.effect.kind !== 'log') return event;
  const text = mapFrames(event.effect.text, submission);
  return text === event.effect.text ? event : { ...event, effect: { kind: 'log', text } };
}

/** A failed run, as far as it could be found out what broke it. */
export interface ExplainedFailure {
  readonly scenario: Scenario;
  readonly seed: number;
  readonly verdict: Verdict;
  /** The run of the smallest schedule found, or the whole run; null if it took its process with it. */
  readonly run: TracedRun | null;
  readonly shrunk: Shrunk;
}

/** Looks for the smallest schedule that breaks the same promise, and runs that; else the whole run again. */
export async function explainFailure(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  { seed, verdict, traceHash }: { seed: number; verdict: Verdict; traceHash: string },
  limits: ShrinkLimits = {},
): Promise<ExplainedFailure> {
  // A run that took its process with it is not run again.
  if (traceHash === '') return { scenario, seed, verdict, run: null, shrunk: { kind: 'none' } };
  const shrunk = await shrinkFailure(lab, scenario, submission, { seed, verdict }, limits);
  const smallest = shrunk.kind === 'smaller' ? scheduleOf(shrunk.smallest) : undefined;
  const run = await traceRun(lab, scenario, submission, seed, { smallest });
  return { scenario, seed, verdict, run, shrunk };
}

function scheduleOf({ recording, of, result: { traceHash } }: Smallest): SmallSchedule {
  return { recording, of, traceHash };
}
