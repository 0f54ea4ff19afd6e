import vm from 'node:vm';
import type { Recording } from '../../harness/faults/recording.ts';
import { prepareRun, type Run, type RunResult } from '../../harness/scenario/run.ts';
import { processesOf, type Lab, type Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import { nameOf, type Member } from '../../harness/vocabulary/role.ts';
import type { CompiledSubmission } from '../realm/compile.ts';
import { VmServerFactory } from '../realm/vm-realm.ts';
import { heapBytes } from './heap.ts';

/**
 * Events under one watch, finer each time that a run is repeated to find where a rejection came from.
 * Setting a watch costs 0.1 to 1 ms, which 2,000 events (20 to 200 ms) do not notice.
 */
const EVENTS_PER_WATCH = [2_000, 50, 1] as const;
/** Processor time for one watch: correct code with long logs needs about 400 ms. */
const WATCH_MS = 5_000;
/** On a busy machine real time runs ahead of processor time, so a watch may last up to this often longer. */
const PATIENCE_MAX = 16;

const watched = new vm.Script('globalThis.__splitbrainAdvance()');
const host = globalThis as { __splitbrainAdvance?: () => boolean };

/** What more can be asked of one run. */
export interface SeedOptions {
  /** Gets every line of the trace. */
  readonly record?: (event: TraceEvent) => void;
  /** Gets what came into the world from outside. */
  readonly onRecording?: (recording: Recording) => void;
  /** Played in place of the scenario's script. */
  readonly recording?: Recording;
}

/** Runs one scenario with one seed, in this process. */
export async function runSeed(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  { record, onRecording, recording }: SeedOptions = {},
): Promise<RunResult> {
  let lines: TraceEvent[] = [];
  let isMeasured = false;
  const measure = (): number => {
    isMeasured = true;
    return heapBytes();
  };
  const members = processesOf(scenario, seed);
  const begin = (isWatched: boolean): Attempt => {
    lines = [];
    const factory = new VmServerFactory(submission);
    const isRecorded = isWatched && onRecording !== undefined;
    const traced =
      isWatched && record ? { record: (line: TraceEvent) => void lines.push(line) } : {};
    const played = recording === undefined ? {} : { recording };
    const given = { lab, scenario, factory, seed, heapBytes: measure, isRecorded };
    return { factory, members, run: prepareRun({ ...given, ...traced, ...played }) };
  };
  const run = await repeatUntilKnown(() => begin(true));
  for (const line of lines) record?.(line);
  lines = [];
  const recorded = run.recording();
  if (recorded !== null) onRecording?.(recorded);
  // What is noted of a run is on the heap as well: where that is measured, the run that counts has none.
  const isNoted = record !== undefined || onRecording !== undefined;
  return (isMeasured && isNoted ? await repeatUntilKnown(() => begin(false)) : run).result();
}

interface Attempt {
  readonly factory: VmServerFactory;
  readonly members: readonly Member[];
  readonly run: Run;
}

/** Node tells of an unhandled rejection only between watches; finer ones around it find the culprit. */
async function repeatUntilKnown(begin: () => Attempt): Promise<Run> {
  let patience = 1;
  let fineFrom = 0;
  let level = 0;
  for (;;) {
    const attempt = begin();
    const end = await tryOut(attempt, { fineFrom, level, patience });
    if (end.kind === 'starved') patience *= 2;
    else if (end.kind === 'rejected' && level + 1 < EVENTS_PER_WATCH.length) {
      level++;
      fineFrom = end.after;
    } else return attempt.run;
  }
}

type End =
  | { readonly kind: 'over' }
  /** Something was rejected and not handled, at some event later than this. */
  | { readonly kind: 'rejected'; readonly after: number }
  /** The machine was too busy to tell a slow server from one that never returns. */
  | { readonly kind: 'starved' };

interface Watching {
  /** Events up to here go under coarse watches, for nothing happens there. */
  readonly fineFrom: number;
  readonly level: number;
  readonly patience: number;
}

async function tryOut(attempt: Attempt, watching: Watching): Promise<End> {
  const { run, factory } = attempt;
  const { fineFrom, level, patience } = watching;
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  try {
    let done = 0;
    for (;;) {
      const step = done < fineFrom ? EVENTS_PER_WATCH[0] : (EVENTS_PER_WATCH[level] ?? 1);
      const upTo = done < fineFrom ? Math.min(fineFrom, done + step) : done + step;
      const more = advance(attempt, upTo, patience);
      if (more === 'starved') return { kind: 'starved' };
      await new Promise((resolve) => setImmediate(resolve));
      if (rejections.length > 0) {
        const { server, message, stack } = factory.describe(rejections[0]);
        run.abort({ kind: 'crashed', server, message, stack, atUs: run.result().virtualUs });
        return { kind: 'rejected', after: done };
      }
      if (!more) return { kind: 'over' };
      done = upTo;
    }
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

function advance(
  { run, factory, members }: Attempt,
  upTo: number,
  patience: number,
): boolean | 'starved' {
  host.__splitbrainAdvance = () => run.advance(upTo);
  const before = process.cpuUsage();
  try {
    return watched.runInThisContext({ timeout: WATCH_MS * patience }) as boolean;
  } catch (error) {
    if (!isTimeout(error)) throw error;
    const { user, system } = process.cpuUsage(before);
    // A loop without end uses the processor all the time; half of it tells it from a busy machine.
    const wasBusy = (user + system) / 1_000 >= WATCH_MS / 2;
    if (!wasBusy && patience < PATIENCE_MAX) return 'starved';
    const atUs = run.result().virtualUs;
    const name = nameOf(members, factory.running);
    const message = `${name} did not return within ${WATCH_MS / 1_000} s of processor time: an endless loop`;
    run.abort({ kind: 'overrun', message, atUs });
    return false;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}
