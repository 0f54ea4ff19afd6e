import { writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { SubmissionError } from '../compile/submission-error.ts';
import { compileSubmission } from '../compile/compile.ts';
import { colour } from '../report/colour.ts';
import { gradesCsv, tableHeading, tableRow } from '../report/grade-table.ts';
import {
  gradeOf,
  isGraded,
  labGradeOf,
  labGradeOfNothing,
  labGradeUnknown,
  type Grade,
  type LabGrade,
} from '../report/grade.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../run/find-labs.ts';
import { APART, type Isolation } from '../run/isolation.ts';
import { WorkerPool } from '../run/pool.ts';
import type { Runner } from '../run/runner.ts';
import {
  firstSeeds,
  ISOLATE_FLAG,
  ISOLATE_WORDS,
  readCount,
  readIsolation,
  readJobs,
  readLabs,
  select,
  UsageError,
} from '../run/select.ts';
import { testSubmission, type TestReport } from '../run/test-submission.ts';
import { EXIT } from './exit-codes.ts';
import { findSubmissions, labsIn, type FoundSubmission } from './find-submissions.ts';
import { stopOnInterrupt, type Stop } from './interrupt.ts';
import { elapsed, ProgressLine } from './progress-line.ts';

interface GradeOptions {
  readonly lab?: string;
  readonly withReference?: string;
  readonly seeds?: string;
  readonly jobs?: string;
  readonly isolate?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly csv?: string;
}

/** Adds `splitbrain grade <submissions..>`. */
export function addGradeCommand(program: Command): void {
  program
    .command('grade')
    .description('grade submissions: points by part, and what broke first')
    .argument('<submissions...>', 'submission folders, or folders of them')
    .option('--lab <lab>', 'this one lab only (default: every lab that a submission has)')
    .option(
      '--with-reference <labs>',
      "earlier labs to take from the reference, such as 'raft,kvraft'",
    )
    .option('--seeds <n>', 'run the seeds 1 to n of each scenario')
    .option('--jobs <n>', 'processes at once (default: one a core)')
    .option(ISOLATE_FLAG, ISOLATE_WORDS)
    .option('--json', 'print one JSON object for programs to read')
    .option('--out <file>', 'write the JSON object to a file, beside the table')
    .option('--csv <file>', 'write the grades as comma-separated values')
    .action(async (paths: string[], options: GradeOptions) => {
      process.exitCode = await grade(paths, options);
    });
}

const WARNING =
  'Nothing is sandboxed yet: a submission runs with your rights. Grade only code that you trust.';

async function grade(paths: readonly string[], options: GradeOptions): Promise<number> {
  const all = await findLabs();
  const named = options.lab === undefined ? null : select(all, options.lab, undefined).lab;
  const withReference = readLabs(all, options.withReference);
  const seeds = options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
  const submissions = findSubmissions(paths, named === null ? all : [named]);
  const folders = submissions.map(({ folder }) => folder);
  const labs = named === null ? labsIn(folders, all) : [named];
  const stop = stopOnInterrupt();
  const isQuiet = options.json === true;
  // Before hours of work, not after them.
  for (const file of [options.out, options.csv]) if (file !== undefined) write(file, '');
  if (!isQuiet) console.log(colour.yellow(WARNING));
  const jobs = readJobs(options.jobs);
  const isolation = readIsolation(options.isolate);
  const limits = { seeds, jobs, isolation, stop, isQuiet, withReference };
  const results = await gradeAll(submissions, labs, limits);
  const grades = results.map((each) => each.grade);
  const passed = !stop.stopped && grades.every((each) => each.passed);
  const json = JSON.stringify({
    version: JSON_VERSION,
    passed,
    sandboxed: false,
    interrupted: stop.stopped,
    submissions: grades,
  });
  if (isQuiet) console.log(json);
  if (options.out !== undefined) write(options.out, `${json}\n`);
  if (options.csv !== undefined) write(options.csv, gradesCsv(grades, labs));
  const written = [options.out, options.csv].filter((file) => file !== undefined);
  if (!isQuiet && written.length > 0) console.log(`\nWritten: ${written.join(', ')}`);
  if (!isQuiet && stop.stopped) {
    console.log(`\nInterrupted: ${grades.length} of ${submissions.length} submissions are graded.`);
  }
  if (passed) return EXIT.passed;
  const isWhole = !stop.stopped && grades.every(isGraded);
  return isWhole ? EXIT.failed : EXIT.couldNotRun;
}

export interface GradedSubmission extends FoundSubmission {
  readonly grade: Grade;
  /** By the labs' ids; a lab that could not be run has none. */
  readonly reports: ReadonlyMap<string, TestReport>;
}

interface GradingOptions {
  readonly seeds: number | undefined;
  readonly jobs: number;
  readonly isolation: Isolation;
  readonly stop: Stop;
  readonly isQuiet: boolean;
  /** Labs whose files come from the reference, so that one bug is not paid for twice. */
  readonly withReference?: readonly string[];
}

/** Grades one after the other; prints a table with progress below it unless it is to be quiet. */
export async function gradeAll(
  submissions: readonly FoundSubmission[],
  labs: readonly Lab[],
  options: GradingOptions,
): Promise<GradedSubmission[]> {
  const { isQuiet, stop } = options;
  const startedMs = performance.now();
  const graded: GradedSubmission[] = [];
  const scenarios = labs.reduce((sum, lab) => sum + lab.scenarios.length, 0);
  const done = { name: '', scenarios: 0 };
  if (!isQuiet) console.log(colour.bold(tableHeading(labs)));
  const progress = (): string =>
    `  ${graded.length}/${submissions.length} submissions, ${done.name}: ${done.scenarios}/${scenarios} scenarios, ${elapsed(startedMs)}`;
  const screen = isQuiet ? null : new ProgressLine(process.stdout, progress);
  const runner = new WorkerPool(options.jobs);
  for (const found of submissions) {
    Object.assign(done, { name: found.name, scenarios: 0 });
    const result = await gradeOne(found, labs, {
      ...options,
      runner,
      onScenario: () => done.scenarios++,
    });
    // A half-run submission has no grade.
    if (stop.stopped) break;
    graded.push(result);
    screen?.print(tableRow(result.grade, labs));
  }
  runner.close();
  screen?.end();
  return graded;
}

type OneOptions = GradingOptions & { readonly runner: Runner; readonly onScenario: () => void };

async function gradeOne(
  found: FoundSubmission,
  labs: readonly Lab[],
  options: OneOptions,
): Promise<GradedSubmission> {
  const grades: LabGrade[] = [];
  const reports = new Map<string, TestReport>();
  for (const lab of labs) {
    const result = await gradeLab(found.folder, lab, options);
    if ('scenarios' in result) reports.set(lab.id, result);
    grades.push('scenarios' in result ? labGradeOf(result, lab) : result);
  }
  return { ...found, grade: gradeOf(found.name, grades), reports };
}

/** What the runs of a lab came to, or the grade of a submission that cannot be run. */
async function gradeLab(
  folder: string,
  lab: Lab,
  { seeds: count, runner, isolation, stop, onScenario, withReference = [] }: OneOptions,
): Promise<TestReport | LabGrade> {
  try {
    const submission = await compileSubmission(folder, lab, withReference);
    const limits = {
      seedsOf: ({ seeds }: Scenario) => firstSeeds(count ?? seeds),
      jobs: runner,
      stop,
    };
    const selection = { lab, scenarios: lab.scenarios };
    const report = await testSubmission(selection, submission, {
      ...limits,
      isolation,
      onScenario,
    });
    if (report.sample.different === 0) return report;
    // State that outlived a crash without being found: what was run counts for nothing.
    return await testSubmission(selection, submission, { ...limits, isolation: APART });
  } catch (error) {
    // Whatever is wrong with one submission, the others are graded.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const isTheirs = error instanceof SubmissionError;
    return isTheirs ? labGradeOfNothing(lab, reason) : labGradeUnknown(lab, reason);
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(
      `cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
