import { Recorder } from '../faults/recorder.ts';
import type { Recording } from '../faults/recording.ts';
import { Simulation } from '../sim/simulation.ts';
import type { SimulatedProgram } from '../sim/simulation.ts';
import type { TraceEvent } from '../sim/trace-event.ts';
import type { Script } from '../vocabulary/script.ts';
import type { ServerFactory } from '../vocabulary/server.ts';
import { VerdictSignal, type Verdict } from '../vocabulary/verdict.ts';
import { replay } from './replay.ts';
import { processesOf, type Lab, type Scenario } from './scenario.ts';

/** A pure function of (submission, scenario, seed, version): the same inputs give the same run. */
export interface RunResult {
  readonly verdict: Verdict;
  readonly traceHash: string;
  readonly events: number;
  readonly virtualUs: number;
  /** How often each adversary of the scenario reached its last step. */
  readonly reached: Readonly<Record<string, number>>;
}

export interface Run {
  /** Runs until that many events are done since the beginning; true while there is more. */
  advance(upTo: number): boolean;
  /** Server code threw where no effect could say so, or ran without end: the run is over. */
  abort(verdict: Verdict): void;
  result(): RunResult;
  /** What came into the world from outside so far; null unless it was asked for. */
  recording(): Recording | null;
}

/** Sets up one run; nothing happens until `advance`. */
export function prepareRun(options: {
  readonly lab: Lab;
  readonly scenario: Scenario;
  /** Starts the incarnations of the submission's programs. */
  readonly factory: ServerFactory;
  readonly seed: number;
  readonly heapBytes?: () => number;
  readonly record?: (event: TraceEvent) => void;
  /** Played in place of the scenario's script and plan; the scenario must have `watch`. */
  readonly recording?: Recording;
  /** Whether to take down what comes in from outside. */
  readonly isRecorded?: boolean;
}): Run {
  const { lab, scenario, factory, seed, record, heapBytes, recording } = options;
  const { giveUpMs } = scenario;
  const network = recording?.network ?? scenario.network;
  const recorder = options.isRecorded === true ? new Recorder() : null;
  const processes = processesOf(scenario, seed);
  const sim = new Simulation({
    seed,
    processes,
    programs: programsOf(lab, factory),
    network,
    plan: recording === undefined ? (scenario.plan?.(seed, processes) ?? []) : [],
    ...(giveUpMs === undefined ? {} : { giveUpMs }),
    ...(heapBytes === undefined ? {} : { heapBytes }),
    ...(record === undefined ? {} : { record }),
    ...(recorder === null ? {} : { recorder }),
  });
  let begun = false;
  return {
    advance(upTo) {
      try {
        if (!begun) {
          begun = true;
          sim.begin(scriptOf(scenario, sim, seed, recording));
        }
        return sim.advance(upTo);
      } catch (error) {
        if (!(error instanceof VerdictSignal)) throw error;
        sim.finish(error.verdict);
        return false;
      }
    },
    abort: (verdict) => sim.finish(verdict),
    result: () => ({
      verdict: sim.verdict ?? { kind: 'harness-error', message: 'the run was not finished' },
      traceHash: sim.traceHash,
      events: sim.events,
      virtualUs: sim.nowUs,
      reached: Object.fromEntries(sim.reached),
    }),
    recording: () => recorder?.recording(network, sim.moment) ?? null,
  };
}

function scriptOf(
  scenario: Scenario,
  sim: Simulation,
  seed: number,
  recording: Recording | undefined,
): Script {
  if (recording === undefined) return scenario.script(sim, seed);
  if (scenario.watch === undefined) {
    throw new Error(`${scenario.id} cannot play a recording: it watches only what its script does`);
  }
  return replay(sim, recording, scenario.watch(sim, seed));
}

function programsOf(lab: Lab, factory: ServerFactory): Record<string, SimulatedProgram> {
  const entries = Object.entries(lab.programs).map(([name, program]) => {
    const create = 'native' in program ? program.native : null;
    const { contract } = program;
    return [name, { contract, factory: create === null ? factory : { create } }] as const;
  });
  return Object.fromEntries(entries);
}
