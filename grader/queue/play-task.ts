import type { CompiledSubmission } from '../compile/compile.ts';
import { capVerdict } from '../grading/cap-verdict.ts';
import type { Sandbox } from '../realm/child/sandbox.ts';
import { sandboxName, type Isolation } from '../run/isolation.ts';
import { withoutTrace } from '../run/pool.ts';
import type { JobResult, Runner } from '../run/runner.ts';
import { tellPeer, type Presence } from './presence.ts';
import { Purse } from './purse.ts';
import type { Shelf } from './shelf.ts';
import { tellJob, type KeptResult, type Task } from './task.ts';

/** How often a worker asks whether what it runs is still wanted, and tells what was spent. */
const ASK_MS = 1_000;

/** Redis may come back without its data: a grader that is there says so again before these are over. */
const ABSENCES_MAX = 5;

/** What it takes to play tasks. */
export interface Bench {
  readonly runner: Runner;
  readonly shelf: Shelf;
  readonly presence: Presence;
  /** What confines submissions here, which is no less than tasks ask for; null for nothing. */
  readonly sandbox: Sandbox | null;
  readonly stop: { readonly stopped: boolean };
  /** Hears of each result once Redis has it. */
  readonly onKept: (result: KeptResult) => void;
  readonly tell: (line: string) => void;
}

/** Runs seeds of a task and keeps what comes of them; breaks off when nobody wants them or all is spent. */
export async function playSeeds(
  task: Task,
  seeds: readonly number[],
  submission: CompiledSubmission,
  bench: Bench,
): Promise<void> {
  const { shelf, presence, runner, stop } = bench;
  const purse = task.account === null ? null : new Purse(task.account, shelf);
  let absences = 0;
  const ask = async (): Promise<void> => {
    absences = (await presence.isThere(task.grader)) ? 0 : absences + 1;
    await purse?.settle();
  };
  await ask();
  const kept: Promise<void>[] = [];
  const asking = everyMs(ASK_MS, ask);
  try {
    const isolation = confinedBy(bench.sandbox, task.job.isolation);
    await runner.run([{ ...task.job, seeds, isolation }], submission, {
      onResult: (result, tookMs) => void kept.push(keep(task, result, tookMs, bench)),
      isStopped: () => stop.stopped || absences >= ABSENCES_MAX,
      ...(purse === null ? {} : { allowance: purse }),
    });
  } finally {
    asking.end();
    // A second failure must not hide the first.
    await Promise.allSettled(kept);
  }
  await Promise.all(kept);
  await purse?.settle();
}

/** As it was asked for, but with all the confinement that there is here. */
function confinedBy(own: Sandbox | null, asked: Isolation): Isolation {
  return { ...asked, sandbox: own ?? asked.sandbox };
}

/** Keeps the result of a seed; raises an alarm when another machine came to another one. */
async function keep(task: Task, told: JobResult, tookMs: number, bench: Bench): Promise<void> {
  const { shelf, presence, onKept, tell } = bench;
  const result: KeptResult = {
    ...told,
    ...moreThan(task.job.isolation, bench.sandbox),
    result: { ...told.result, verdict: capVerdict(told.result.verdict) },
    tookMs: Math.ceil(tookMs),
    worker: tellPeer(presence.self),
  };
  const earlier = await shelf.putResult(task, result);
  if (earlier !== null && isOther(earlier, result)) {
    const words = tellConflict(task, earlier, result);
    tell(words);
    await shelf.raiseAlarm(task, words);
  }
  onKept(earlier ?? result);
}

/** What a result says of the sandbox that it was made in. */
function moreThan({ sandbox: asked }: Isolation, own: Sandbox | null): Pick<JobResult, 'layers'> {
  if (own === null || sandboxName(own) === sandboxName(asked)) return {};
  return { layers: own.layers };
}

/** Where a run without end is broken off depends on the machine; no other one does. */
function isOther({ result: one }: KeptResult, { result: other }: KeptResult): boolean {
  const hasEnded = [one, other].every(({ verdict }) => verdict.kind !== 'overrun');
  return hasEnded && one.traceHash !== other.traceHash;
}

function tellConflict({ job }: Task, one: KeptResult, other: KeptResult): string {
  return (
    `ALARM: ${tellJob({ ...job, seeds: [one.seed] })} left the trace ${one.result.traceHash} at ` +
    `${one.worker} and ${other.result.traceHash} at ${other.worker}. The first counts. One machine is ` +
    'at fault, or the submission has found a way to see where it runs: try both with replay'
  );
}

/** Keeps the verdict on a seed at which a worker has died, and then whatever tried it again by itself. */
export async function keepDeath(task: Task, seed: number, bench: Bench): Promise<void> {
  const message =
    'the worker that ran the code died, and so did the process that tried it again by itself: ' +
    'most likely the code ended them, or needed more memory than there was';
  const result = withoutTrace({ kind: 'overrun', message, atUs: 0 });
  bench.tell(`${tellJob({ ...task.job, seeds: [seed] })} failed: ${message}`);
  await keep(task, { scenario: task.job.scenario, seed, result }, 0, bench);
}

/** Does something again and again, never twice at once; what fails is tried again. */
function everyMs(ms: number, action: () => Promise<void>): { end(): void } {
  let isAtIt = false;
  const timer = setInterval(() => {
    if (isAtIt) return;
    isAtIt = true;
    void action()
      .catch(() => {})
      .finally(() => {
        isAtIt = false;
      });
  }, ms);
  return { end: () => clearInterval(timer) };
}
