import { Simulation } from '../sim/simulation.ts';
import type { ServerContract, ServerFactory } from '../sim/server.ts';
import type { TraceEvent } from '../trace/trace.ts';
import type { Scenario } from './scenario.ts';
import { VerdictSignal, type Verdict } from './verdict.ts';

/** A pure function of (submission, scenario, seed, version): the same inputs give the same run. */
export interface RunResult {
  readonly verdict: Verdict;
  readonly traceHash: string;
  readonly events: number;
  readonly virtualUs: number;
}

export interface Run {
  /** Runs at most this many events; true while there is more. */
  advance(events: number): boolean;
  /** Server code threw where no effect could say so, or ran without end: the run is over. */
  abort(verdict: Verdict): void;
  result(): RunResult;
}

/** Sets up one run; nothing happens until `advance`. */
export function prepareRun(options: {
  readonly scenario: Scenario;
  readonly contract: ServerContract;
  readonly factory: ServerFactory;
  readonly seed: number;
  readonly record?: (event: TraceEvent) => void;
}): Run {
  const { scenario, contract, factory, seed, record } = options;
  const sim = new Simulation({
    seed,
    servers: scenario.servers,
    network: scenario.network,
    factory,
    contract,
    plan: scenario.plan?.(seed) ?? [],
    ...(record === undefined ? {} : { record }),
  });
  let begun = false;
  return {
    advance(events) {
      try {
        if (!begun) {
          begun = true;
          sim.begin(scenario.script(sim, seed));
        }
        return sim.advance(events);
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
    }),
  };
}
