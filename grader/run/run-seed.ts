import vm from 'node:vm';
import { prepareRun, type RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/trace/trace.ts';
import type { CompiledSubmission } from '../realm/compile.ts';
import { VmServerFactory } from '../realm/vm-realm.ts';

/** Events under one watch: setting a vm timeout costs about 80 us, 0.4 us an event. */
const EVENTS_PER_WATCH = 200;
/** Real time for that many events: correct code needs about 2 ms, 100 ms with long logs; a busy machine may need 50 times that. */
const WATCH_MS = 5_000;

const watched = new vm.Script('globalThis.__splitbrainAdvance()');
const host = globalThis as { __splitbrainAdvance?: () => boolean };

/** Runs one scenario with one seed, in this process. */
export async function runSeed(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  record?: (event: TraceEvent) => void,
): Promise<RunResult> {
  let lines: TraceEvent[] = [];
  const collect = record && ((line: TraceEvent): void => void lines.push(line));
  let result = await attempt(lab, scenario, submission, seed, EVENTS_PER_WATCH, collect);
  if (result === null) {
    // Node tells of an unhandled rejection only between batches; one event a batch finds the culprit.
    lines = [];
    result = await attempt(lab, scenario, submission, seed, 1, collect);
  }
  for (const line of lines) record?.(line);
  return result ?? neverSeen();
}

async function attempt(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  batch: number,
  record?: (event: TraceEvent) => void,
): Promise<RunResult | null> {
  const rejections: unknown[] = [];
  const onRejection = (reason: unknown): void => void rejections.push(reason);
  process.on('unhandledRejection', onRejection);
  try {
    const factory = new VmServerFactory(submission);
    const traced = record === undefined ? {} : { record };
    const run = prepareRun({ lab, scenario, factory, seed, ...traced });
    for (let more = true; more;) {
      more = advance(run, batch, factory);
      await new Promise((resolve) => setImmediate(resolve));
      if (rejections.length === 0) continue;
      if (batch > 1) return null;
      const { server, message, stack } = factory.describe(rejections[0]);
      run.abort({ kind: 'crashed', server, message, stack, atUs: run.result().virtualUs });
      more = false;
    }
    return run.result();
  } finally {
    process.off('unhandledRejection', onRejection);
  }
}

function advance(
  run: ReturnType<typeof prepareRun>,
  batch: number,
  factory: VmServerFactory,
): boolean {
  host.__splitbrainAdvance = () => run.advance(batch);
  try {
    return watched.runInThisContext({ timeout: WATCH_MS }) as boolean;
  } catch (error) {
    if (!isTimeout(error)) throw error;
    const atUs = run.result().virtualUs;
    const message = `server ${factory.running} did not return within ${WATCH_MS / 1_000} s of real time: an endless loop`;
    run.abort({ kind: 'overrun', message, atUs });
    return false;
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

function neverSeen(): RunResult {
  const message = 'a rejection was seen in one run and not in its repetition';
  return {
    verdict: { kind: 'harness-error', message },
    traceHash: '',
    events: 0,
    virtualUs: 0,
    reached: {},
  };
}
