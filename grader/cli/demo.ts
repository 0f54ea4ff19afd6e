import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { findCalibration } from '../calibration/run/find-calibration.ts';
import { REFERENCE, TEMPLATE, writeWorkspace } from '../calibration/run/workspace.ts';
import { compileSubmission } from '../compile/compile.ts';
import { Compiler } from '../compile/compiler.ts';
import { NO_COURSE } from '../grading/course.ts';
import type { GradedClass, GradedRun, GradedScenario } from '../grading/graded-class.ts';
import { makePlan } from '../grading/plan.ts';
import { colour } from '../report/colour.ts';
import { ownWidth } from '../report/screen.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { explainFailure } from '../run/explain-failure.ts';
import { findLabs } from '../labs/find-labs.ts';
import { FAST } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import { firstSeeds, readJobs, select } from '../run/select.ts';
import { testSubmission } from '../run/test-submission.ts';
import { saveFailure } from '../store/failure-file.ts';
import { RecordedRuns } from '../store/recorded-runs.ts';
import { EXIT } from './exit-codes.ts';
import { gradeOnScreen } from './grade-on-screen.ts';
import { stopOnInterrupt, type Stop } from './interrupt.ts';
import { againLines } from './own-command.ts';

/** Two wrong Rafts of the kind that 6.5840's tests let through; the first one is explained. */
const WRONG = ['vote-not-saved', 'figure-8'] as const;
/** A wrong key/value service on a correct Raft, and the scenario that shows what its clients see. */
const STALE = { name: 'leader-reads-its-own-state', scenario: 'cut-off-server' } as const;
/** Seeds for each scenario: few, so that the demo ends within a minute. */
const SEEDS = 3;
/** Longer than a demo takes on any machine. */
const LIMIT_MS = 3_600_000;

/** A solution that lies in a folder. */
interface Written {
  readonly name: string;
  readonly folder: string;
}

/** Adds `splitbrain demo`: four submissions graded, two failures explained. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('grade a correct Raft, the empty template and two wrong ones; explain failures')
    .action(async () => {
      process.exitCode = await demo();
    });
}

async function demo(): Promise<number> {
  const labs = await findLabs();
  const { lab } = select(labs, 'raft', undefined);
  rmSync(DEMO, { recursive: true, force: true });
  const wrongs = await Promise.all(WRONG.map((name) => writeWrong(lab, name)));
  const submissions = [
    { name: 'a correct Raft', folder: REFERENCE },
    { name: 'the empty template', folder: TEMPLATE },
    ...wrongs,
  ];
  console.log(`Four Rafts, every scenario of the lab, ${SEEDS} seeds each:\n`);
  const stop = stopOnInterrupt();
  const jobs = readJobs(undefined);
  const { submissions: graded } = await gradeDemo(submissions, lab, jobs, stop);
  const [correct, empty, ...wrong] = graded;
  const isRight = correct?.passed === true && empty?.points === 0;
  const isStale = !stop.stopped && (await showStaleRead(labs, jobs, stop));
  const [explained] = wrongs;
  const scenarios = wrong[0]?.labs[0]?.scenarios ?? [];
  const isExplained =
    explained !== undefined && (await explain(explained, lab, failuresIn(lab, scenarios)));
  if (stop.stopped) return EXIT.couldNotRun;
  const isWhole = isRight && isStale && isExplained && wrong.every((each) => !each.passed);
  return isWhole ? EXIT.passed : EXIT.failed;
}

/** Grades all of the lab; nothing of an earlier demo counts. */
async function gradeDemo(
  submissions: readonly Written[],
  lab: Lab,
  jobs: number,
  stop: Stop,
): Promise<GradedClass> {
  const recorded = new RecordedRuns(join(DEMO, 'journal'));
  const runner = new WorkerPool(jobs);
  const compiler = new Compiler();
  const handedIn = submissions.map(({ name, folder }) => ({
    name,
    from: folder,
    submittedAt: null,
    content: { kind: 'folder', folder } as const,
  }));
  const plan = makePlan({ ...NO_COURSE, seeds: SEEDS }, [lab], null);
  const means = { compiler, runner, recorded, stop, atOnce: 1 };
  const grading = { plan, labs: [lab], isolation: FAST, audits: 0, limitMs: LIMIT_MS, ...means };
  try {
    return await gradeOnScreen(handedIn, grading, false);
  } finally {
    runner.close();
    compiler.close();
    recorded.close();
  }
}

/** Where the wrong solutions still are when the user replays their failures. */
const DEMO = join(tmpdir(), 'splitbrain-demo');

async function writeWrong(lab: Lab, name: string): Promise<Written> {
  const folder = join(DEMO, name);
  mkdirSync(folder, { recursive: true });
  const calibration = await findCalibration(lab.id);
  const edits = calibration?.mutants.find((each) => each.name === name)?.edits['reference'];
  if (edits === undefined) throw new Error(`the mutant ${name} has no edit of the reference`);
  writeWorkspace(folder, 'reference', edits);
  return { name, folder };
}

/** Lets clients read what a leader without a majority still believes, and tells what they saw. */
async function showStaleRead(labs: readonly Lab[], jobs: number, stop: Stop): Promise<boolean> {
  const selection = select(labs, 'kvraft', STALE.scenario);
  const wrong = await writeWrong(selection.lab, STALE.name);
  const submission = await compileSubmission(wrong.folder, selection.lab);
  const { scenarios } = await testSubmission(selection, submission, {
    seedsOf: ({ seeds }) => firstSeeds(seeds),
    jobs,
    stop,
    untilFailure: true,
  });
  const graded = scenarios.map(({ scenario, runs }) => ({
    id: scenario.id,
    runs: runs.map(({ seed, result: { verdict, traceHash } }) => ({ seed, verdict, traceHash })),
  }));
  return explain(wrong, selection.lab, failuresIn(selection.lab, graded));
}

/** Tells the first failure of a submission, and last the command that repeats it. */
async function explain(
  { name, folder }: Written,
  lab: Lab,
  [failure]: readonly Failure[],
): Promise<boolean> {
  if (failure === undefined) return false;
  const { scenario, seed } = failure;
  const submission = await compileSubmission(folder, lab);
  const { digest, withReference } = submission;
  const code = { submission: folder, digest, withReference };
  const saved = { lab: lab.id, scenario: scenario.id, seed, ...code };
  console.log(`\n${colour.bold(`Why ${name} fails`)}\n`);
  const told = await explainFailure(lab, scenario, submission, failure);
  const smallest = told.run?.smallest;
  const file = saveFailure(process.cwd(), { ...saved, smallest }, failure);
  console.log(
    [...tellFailure(told, ownWidth()), '', ...againLines(file, smallest !== undefined)].join('\n'),
  );
  return true;
}

/** A run that failed. */
interface Failure extends GradedRun {
  readonly scenario: Scenario;
}

function failuresIn(lab: Lab, graded: readonly Pick<GradedScenario, 'id' | 'runs'>[]): Failure[] {
  return graded.flatMap(({ id, runs }) => {
    const scenario = lab.scenarios.find((each) => each.id === id);
    const bad = runs.filter(({ verdict }) => verdict.kind !== 'passed');
    return scenario === undefined ? [] : bad.map((run) => ({ ...run, scenario }));
  });
}
