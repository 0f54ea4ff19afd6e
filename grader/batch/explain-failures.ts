import type { GradedLab, GradedRun } from '../grading/graded-class.ts';
import { wayToFail } from '../grading/way-to-fail.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import { isolationName, type Isolation } from '../run/isolation.ts';
import { isShrinkable } from '../run/shrink-failure.ts';
import type { Runner } from '../run/runner.ts';
import type { ToldSchedule } from '../run/told-schedule.ts';
import type { RecordedRuns, RunKey } from '../store/recorded-runs.ts';

/**
 * Each search takes seconds, and who fails in many ways has mostly one mistake: the first few are looked into, in
 * the order of the scenarios.
 */
const WAYS_MAX = 6;

/** Time of workers for all searches of one lab of a submission; it does not count against its limit. */
const SEARCH_MS_MAX = 600_000;

/** How failures of a submission are looked into. */
export interface Search {
  /** Digest of all that its runs depend on. */
  readonly code: string;
  readonly submission: CompiledSubmission;
  readonly isolation: Isolation;
  readonly runner: Runner;
  readonly recorded: RecordedRuns;
  readonly stop: { readonly stopped: boolean };
}

/** The lab with the smallest schedule for the first failure of each kind. What is recorded is not looked for again. */
export async function explainFailures(lab: GradedLab, search: Search): Promise<GradedLab> {
  const firsts = firstFailures(lab)
    .filter(({ run }) => run.traceHash !== '' && isShrinkable(run.verdict))
    .slice(0, WAYS_MAX);
  const open = firsts.filter((each) => search.recorded.smallest(keyOf(each, search)) === undefined);
  if (open.length > 0) await look(lab, open, search);
  const found = new Map(
    firsts.map((each) => [each.run, search.recorded.smallest(keyOf(each, search)) ?? null]),
  );
  const scenarios = lab.scenarios.map((scenario) => ({
    ...scenario,
    runs: scenario.runs.map((run): GradedRun => {
      const smallest = found.get(run) ?? null;
      return smallest === null ? run : { ...run, smallest };
    }),
  }));
  return { ...lab, scenarios };
}

interface Failure {
  readonly scenario: string;
  readonly run: GradedRun;
}

function firstFailures({ scenarios }: GradedLab): Failure[] {
  const firsts = new Map<string, Failure>();
  for (const { id, runs } of scenarios) {
    for (const run of runs) {
      const way = wayToFail(run.verdict);
      if (way !== null && !firsts.has(way)) firsts.set(way, { scenario: id, run });
    }
  }
  return [...firsts.values()];
}

/** Looks for the smallest schedules, and records what came of it. */
async function look(lab: GradedLab, failures: readonly Failure[], search: Search): Promise<void> {
  const { submission, isolation, runner, recorded, stop } = search;
  const found = new Map<string, ToldSchedule | null>();
  const jobs = failures.map(({ scenario, run }) => ({
    lab: lab.lab,
    scenario,
    seeds: [run.seed],
    isolation: { ...isolation, sampleEvery: 0 },
    shrinks: true,
  }));
  try {
    await runner.run(jobs, submission, {
      onResult({ scenario, seed, result, smallest = null }) {
        // A run that took its process with it says nothing of the search.
        if (result.traceHash !== '') found.set(`${scenario} ${seed}`, smallest);
      },
      isStopped: () => stop.stopped,
      allowance: { leftMs: SEARCH_MS_MAX },
    });
  } catch {
    // The grade stands without it; the same command looks again.
    return;
  }
  // What was broken off is looked for again by the same command.
  for (const each of failures) {
    const smallest = found.get(`${each.scenario} ${each.run.seed}`);
    if (smallest !== undefined)
      recorded.add({ kind: 'smallest', ...keyOf(each, search), smallest });
  }
}

function keyOf({ scenario, run: { seed } }: Failure, { code, isolation }: Search): RunKey {
  return { code, scenario, seed, isolation: isolationName(isolation) };
}
