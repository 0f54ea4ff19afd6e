import { createHash } from 'node:crypto';
import { processesOf, type Lab } from '../../harness/scenario/scenario.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { AuditedRun, GradedLab, GradedRun } from '../grading/graded-class.ts';
import { LAYERS } from '../realm/child/layers.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import type { Job, JobResult, Runner } from '../run/runner.ts';

/** A lab of a submission whose runs can be made again. */
export interface Auditable {
  readonly lab: Lab;
  readonly submission: CompiledSubmission;
  readonly graded: GradedLab;
  /** Runs of this submission's code, new or recorded. */
  readonly runner: Runner;
}

/** Each process of a run is one of the machine's then, of 50 MB and 0.1 s to start; labs have up to 100,000. */
const PROCESSES_MAX = 20;

const CANNOT_TELL: ReadonlySet<string> = new Set(['overrun', 'harness-error']);

/** A run that was graded, and its place in the order in which runs are drawn. */
interface Drawn {
  readonly of: Auditable;
  readonly scenario: string;
  readonly run: GradedRun;
  readonly place: string;
}

/**
 * Makes `count` runs of a submission again, each incarnation in a process of its own, and compares traces: code that
 * has escaped from its realm can share memory with other servers, or survive a crash in it, and leaves another
 * trace here. Which runs follows from what was handed in and from the plan alone.
 */
export async function audit(
  labs: readonly Auditable[],
  count: number,
  sandbox: Sandbox | null,
  stop: { readonly stopped: boolean },
): Promise<AuditedRun[]> {
  const drawn = labs.flatMap(runsOf).toSorted((a, b) => (a.place < b.place ? -1 : 1));
  const audited: AuditedRun[] = [];
  for (const each of drawn.slice(0, count)) {
    if (stop.stopped) break;
    audited.push(await auditRun(each, sandbox ?? BARE, stop));
  }
  return audited;
}

/** Without a sandbox the runs that were graded share a process with the judge; these must not. */
const BARE: Sandbox = { layers: [], missing: LAYERS };

/** The runs of a lab that can be made again: those that came to an end of their own. */
function runsOf(of: Auditable): Drawn[] {
  const { lab, graded } = of;
  return graded.scenarios.flatMap(({ id: scenario, runs }) => {
    const known = lab.scenarios.find(({ id }) => id === scenario);
    return runs
      .filter(({ seed, verdict, traceHash }) => {
        if (known === undefined || traceHash === '' || CANNOT_TELL.has(verdict.kind)) return false;
        return processesOf(known, seed).length <= PROCESSES_MAX;
      })
      .map((run) => ({ of, scenario, run, place: placeOf(graded, scenario, run.seed) }));
  });
}

function placeOf({ digest, lab }: GradedLab, scenario: string, seed: number): string {
  return createHash('sha256').update(`${digest} ${lab} ${scenario} ${seed}`).digest('hex');
}

async function auditRun(
  { of, scenario, run }: Drawn,
  sandbox: Sandbox,
  stop: { readonly stopped: boolean },
): Promise<AuditedRun> {
  const { lab, submission, runner } = of;
  const isolation = { isolate: 'process', sampleEvery: 0, sandbox } as const;
  const job: Job = { lab: lab.id, scenario, seeds: [run.seed], isolation };
  const results: JobResult[] = [];
  await runner.run([job], submission, {
    onResult: (result) => void results.push(result),
    isStopped: () => stop.stopped,
  });
  const { seed } = run;
  const result = results[0]?.result;
  const told = { lab: lab.id, scenario, seed };
  if (result === undefined || result.traceHash === '' || CANNOT_TELL.has(result.verdict.kind)) {
    return { ...told, outcome: 'unfinished' };
  }
  const isSame = result.traceHash === run.traceHash && result.verdict.kind === run.verdict.kind;
  return { ...told, outcome: isSame ? 'same' : 'different' };
}
