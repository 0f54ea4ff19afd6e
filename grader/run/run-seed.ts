import type { Recording } from '../../harness/faults/recording.ts';
import { prepareRun, type RunResult } from '../../harness/scenario/run.ts';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import type { TraceEvent } from '../../harness/sim/trace-event.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { openPracticeRealm } from '../realm/practice/practice-realm.ts';
import type { PrepareRun, Realm } from '../realm/realm.ts';

/** What more can be asked of one run. */
export interface SeedOptions {
  /** Begins a trace, and returns what gets each line of it; called anew when the run is repeated. */
  readonly trace?: () => (event: TraceEvent) => void;
  /** Gets what came into the world from outside. */
  readonly onRecording?: (recording: Recording) => void;
  /** Played in place of the scenario's script. */
  readonly recording?: Recording;
  /** Where the submission's processes run; a practice realm unless something else is asked for. */
  readonly realm?: Realm;
}

/** Runs one scenario with one seed; the simulator, the clients and the checks are in this process. */
export async function runSeed(
  lab: Lab,
  scenario: Scenario,
  submission: CompiledSubmission,
  seed: number,
  options: SeedOptions = {},
): Promise<RunResult> {
  const { trace, onRecording, recording, realm = openPracticeRealm(submission) } = options;
  let isMeasured = false;
  const measure = (): number => {
    isMeasured = true;
    return realm.heapBytes();
  };
  const prepare =
    (isWatched: boolean): PrepareRun =>
    (factory) => {
      const isRecorded = isWatched && onRecording !== undefined;
      const traced = isWatched && trace !== undefined ? { record: trace() } : {};
      const played = recording === undefined ? {} : { recording };
      const given = { lab, scenario, factory, seed, heapBytes: measure, isRecorded };
      return prepareRun({ ...given, ...traced, ...played });
    };
  const run = await realm.play(prepare(true));
  const recorded = run.recording();
  if (recorded !== null) onRecording?.(recorded);
  // What is noted of a run is on the heap as well: where that is measured, the run that counts has none.
  const isNoted = trace !== undefined || onRecording !== undefined;
  return (isMeasured && isNoted ? await realm.play(prepare(false)) : run).result();
}
