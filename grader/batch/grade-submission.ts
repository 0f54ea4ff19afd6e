import { createHash } from 'node:crypto';
import type { Lab } from '../../harness/scenario/scenario.ts';
import type { CompiledSubmission } from '../compile/compile.ts';
import type { Compiler } from '../compile/compiler.ts';
import { ownFiles } from '../compile/stack.ts';
import { SubmissionError } from '../compile/submission-error.ts';
import { gradeNothing, gradeRuns, totalOf, type ScenarioRuns } from '../grading/grade-lab.ts';
import type { AuditedRun, GradedLab, GradedSubmission, LabPlan } from '../grading/graded-class.ts';
import { latenessOf } from '../grading/lateness.ts';
import type { Plan } from '../grading/plan.ts';
import { roundPoints } from '../grading/points.ts';
import type { HandedIn } from '../intake/handed-in.ts';
import { APART, type Isolation } from '../run/isolation.ts';
import { RunnerError, type Allowance, type Runner } from '../run/runner.ts';
import { testSubmission, type TestReport } from '../run/test-submission.ts';
import { JournalError } from '../store/journal.ts';
import { limitClock } from '../system/processor-time.ts';
import type { RecordedRuns } from '../store/recorded-runs.ts';
import { audit } from './audit.ts';
import { explainFailures } from './explain-failures.ts';
import { graderDigest } from './grader-digest.ts';
import { RecordingRunner } from './recording-runner.ts';
import { messageOf } from '../message-of.ts';

/** What all submissions of a class are graded with. */
export interface Grading {
  readonly plan: Plan;
  /** Every lab of the plan. */
  readonly labs: readonly Lab[];
  readonly isolation: Isolation;
  /** How many runs of each submission are made again with a process for each server. */
  readonly audits: number;
  /** What workers may spend on one submission, and on its audit as much again. */
  readonly limitMs: number;
  readonly compiler: Compiler;
  readonly runner: Runner;
  readonly recorded: RecordedRuns;
  readonly stop: { readonly stopped: boolean };
  /** Whether the smallest schedules of failures are looked for, which takes seconds for each. */
  readonly isExplained?: boolean;
  /** Hears of each run, new or recorded. */
  readonly onRun?: () => void;
}

/** Grades one submission; null when it was interrupted. Throws only when the journal takes no more. */
export async function gradeSubmission(
  handedIn: HandedIn,
  grading: Grading,
): Promise<GradedSubmission | null> {
  const { plan, recorded, limitMs, stop } = grading;
  const lots: (Lot | GradedLab)[] = [];
  for (const lab of plan.labs) lots.push(await prepare(handedIn, lab, grading));
  const codes = lots.map((each) => ('code' in each ? each.code : ''));
  const whole = digestOf(codes);
  // What was spent on it before an interruption counts, too.
  const spentMs = codes.reduce((sum, code) => sum + recorded.timeSpentMs(code), 0);
  const isCutOff = recorded.isCutOff(whole, limitMs);
  const allowance = { leftMs: isCutOff ? 0 : limitMs - spentMs };
  const labs: GradedLab[] = [];
  for (const lot of lots) labs.push('code' in lot ? await runLot(lot, allowance, grading) : lot);
  const audited = await auditLots(lots, labs, grading);
  if (stop.stopped) return null;
  if (!isCutOff && labs.some(({ outcome }) => outcome.kind === 'cut-off')) {
    recorded.add({ kind: 'cut-off', submission: whole, limitMs });
  }
  const { name, from, submittedAt } = handedIn;
  const lateness = latenessOf(submittedAt, plan.course.late);
  const { points, maxPoints } = totalOf(labs);
  return {
    name,
    from,
    submittedAt,
    lateness,
    labs,
    audit: audited,
    points: roundPoints(points * lateness.factor),
    maxPoints,
    passed: labs.every((each) => each.passed),
  };
}

/** Null when nobody asked for an audit. */
async function auditLots(
  lots: readonly (Lot | GradedLab)[],
  graded: readonly GradedLab[],
  { audits, isolation, labs, limitMs, runner, recorded, stop }: Grading,
): Promise<readonly AuditedRun[] | null> {
  if (audits === 0) return null;
  const allowance = { leftMs: limitMs };
  const auditable = lots.flatMap((lot, at) => {
    const its = graded[at];
    if (!('code' in lot) || its === undefined) return [];
    const recording = new RecordingRunner(runner, recorded, lot.code, allowance);
    const lab = labCalled(lot.lab.id, labs);
    return [{ lab, submission: lot.submission, graded: its, runner: recording }];
  });
  return audit(auditable, audits, isolation.sandbox, stop);
}

/** A lab of a submission that can be run. */
interface Lot {
  readonly lab: LabPlan;
  readonly submission: CompiledSubmission;
  readonly digest: string;
  readonly files: readonly string[];
  /** Digest of all that its runs depend on. */
  readonly code: string;
}

async function prepare(
  { content, from }: HandedIn,
  lab: LabPlan,
  { plan, compiler }: Grading,
): Promise<Lot | GradedLab> {
  if (content.kind === 'unusable') {
    return gradeNothing(lab, { kind: 'not-runnable', reason: content.reason });
  }
  const { folder } = content;
  try {
    const { withReference } = plan.course;
    const submission = await compiler.compile({ folder, lab: lab.id, withReference });
    const { sourceDigest: digest } = submission;
    const code = digestOf([graderDigest(), lab.id, ...withReference, digest]);
    return { lab, submission, digest, files: ownFiles(submission), code };
  } catch (error) {
    // Where it was unpacked to is nobody's business.
    const reason = messageOf(error).replaceAll(folder, from);
    const isTheirs = error instanceof SubmissionError;
    return gradeNothing(lab, { kind: isTheirs ? 'not-runnable' : 'no-grade', reason });
  }
}

async function runLot(lot: Lot, allowance: Allowance, grading: Grading): Promise<GradedLab> {
  const { lab, digest, files } = lot;
  const { limitMs, plan } = grading;
  try {
    let { isolation } = grading;
    let { report, confinements } = await play(lot, allowance, grading, isolation);
    // State that outlived a crash without being found: what was run counts for nothing.
    if (report.sample.different > 0) {
      isolation = { ...APART, sandbox: isolation.sandbox };
      ({ report, confinements } = await play(lot, allowance, grading, isolation));
    }
    const scenarios = report.scenarios.map(({ scenario, runs }) => ({ id: scenario.id, runs }));
    const isWhole = scenarios.every(({ id, runs }) => isFinished(runs, seedsOf(lab, id)));
    const cutOff = { kind: 'cut-off', limitMs, ...limitClock() } as const;
    const outcome = isWhole ? ({ kind: 'run' } as const) : cutOff;
    const ran = { digest, files, outcome, scenarios, confinements };
    const graded = gradeRuns(lab, plan.course, ran);
    if (grading.isExplained !== true) return graded;
    return await explainFailures(graded, { ...lot, ...grading, isolation });
  } catch (error) {
    if (error instanceof JournalError || error instanceof RunnerError) throw error;
    // Whatever is wrong with one submission, the others are graded.
    return gradeNothing(lab, { kind: 'no-grade', reason: messageOf(error) });
  }
}

function seedsOf({ scenarios }: LabPlan, id: string): readonly number[] {
  return scenarios.find((each) => each.id === id)?.seeds ?? [];
}

/** Whether every seed was run, or every one up to the first that did not end. */
function isFinished(runs: ScenarioRuns['runs'], seeds: readonly number[]): boolean {
  const last = runs.at(-1);
  const isOverrun = last?.result.verdict.kind === 'overrun';
  return runs.length === (isOverrun ? seeds.indexOf(last.seed) + 1 : seeds.length);
}

/** Runs a lab; also what confined its runs, if not all were confined as was asked for. */
async function play(
  { lab, submission, code }: Lot,
  allowance: Allowance,
  { labs, runner, recorded, stop, onRun }: Grading,
  isolation: Isolation,
): Promise<{ report: TestReport; confinements: GradedLab['confinements'] }> {
  const whole = labCalled(lab.id, labs);
  const ids = new Set(lab.scenarios.map(({ id }) => id));
  const scenarios = whole.scenarios.filter(({ id }) => ids.has(id));
  const jobs = new RecordingRunner(runner, recorded, code, allowance);
  const report = await testSubmission({ lab: whole, scenarios }, submission, {
    seedsOf: ({ id }) => seedsOf(lab, id),
    jobs,
    stop,
    isolation,
    ...(onRun === undefined ? {} : { onRun }),
  });
  const { confinements } = jobs;
  const asAsked = [isolation.sandbox?.layers ?? []];
  const isAsAsked = JSON.stringify(confinements) === JSON.stringify(asAsked);
  return {
    report,
    confinements: isAsAsked || confinements.length === 0 ? undefined : confinements,
  };
}

function labCalled(id: string, labs: readonly Lab[]): Lab {
  const lab = labs.find((each) => each.id === id);
  if (lab === undefined) throw new Error(`the plan has a lab that there is not: ${id}`);
  return lab;
}

function digestOf(texts: readonly string[]): string {
  return createHash('sha256').update(texts.join('\n')).digest('hex');
}
