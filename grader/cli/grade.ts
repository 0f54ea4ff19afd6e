import { writeFileSync } from 'node:fs';
import chalk from 'chalk';
import type { Command } from 'commander';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { SubmissionError } from '../realm/compile-error.ts';
import { compileSubmission } from '../realm/compile.ts';
import { gradeOf, gradeOfNothing, type Grade } from '../report/grade.ts';
import { gradesCsv, tableHeading, tableRow } from '../report/grade-table.ts';
import { elapsed, ProgressLine } from '../report/progress-line.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { findLabs } from '../run/find-labs.ts';
import { firstSeeds, readCount, readJobs, select, UsageError } from '../run/select.ts';
import { testSubmission, type TestReport } from '../run/test-submission.ts';
import { EXIT } from './exit-codes.ts';
import { findSubmissions, type FoundSubmission } from './find-submissions.ts';
import { stopOnInterrupt, type Stop } from './interrupt.ts';

interface GradeOptions {
  readonly lab: string;
  readonly seeds?: string;
  readonly jobs?: string;
  readonly json?: boolean;
  readonly out?: string;
  readonly csv?: string;
}

/** Adds `splitbrain grade <submissions..>`. */
export function addGradeCommand(program: Command): void {
  program
    .command('grade')
    .description('grade submissions: points by part, and what broke first')
    .argument('<submissions...>', 'a folder each, or folders that hold a folder each')
    .option('--lab <lab>', 'the lab', 'raft')
    .option('--seeds <n>', 'run the seeds 1 to n of each scenario')
    .option('--jobs <n>', 'processes at once (default: one a core)')
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
  const { lab } = select(await findLabs(), options.lab, undefined);
  const seeds = options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
  const submissions = findSubmissions(paths, lab);
  const stop = stopOnInterrupt();
  const isQuiet = options.json === true;
  // Before hours of work, not after them.
  for (const file of [options.out, options.csv]) if (file !== undefined) write(file, '');
  if (!isQuiet) console.log(chalk.yellow(WARNING));
  const results = await gradeAll(submissions, lab, {
    seeds,
    jobs: readJobs(options.jobs),
    stop,
    isQuiet,
  });
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
  if (options.csv !== undefined) write(options.csv, gradesCsv(grades, lab));
  const written = [options.out, options.csv].filter((file) => file !== undefined);
  if (!isQuiet && written.length > 0) console.log(`\nWritten: ${written.join(', ')}`);
  if (!isQuiet && stop.stopped) {
    console.log(`\nInterrupted: ${grades.length} of ${submissions.length} submissions are graded.`);
  }
  if (passed) return EXIT.passed;
  return stop.stopped ? EXIT.couldNotRun : EXIT.failed;
}

export interface GradedSubmission extends FoundSubmission {
  readonly grade: Grade;
  /** Null when it could not be run. */
  readonly report: TestReport | null;
}

/** Grades one after the other; prints a table with progress below it unless it is to be quiet. */
export async function gradeAll(
  submissions: readonly FoundSubmission[],
  lab: Lab,
  options: {
    readonly seeds: number | undefined;
    readonly jobs: number;
    readonly stop: Stop;
    readonly isQuiet: boolean;
  },
): Promise<GradedSubmission[]> {
  const { isQuiet, stop } = options;
  const startedMs = performance.now();
  const graded: GradedSubmission[] = [];
  const done = { name: '', scenarios: 0 };
  if (!isQuiet) console.log(chalk.bold(tableHeading(lab)));
  const progress = (): string =>
    `  ${graded.length}/${submissions.length} submissions, ${done.name}: ${done.scenarios}/${lab.scenarios.length} scenarios, ${elapsed(startedMs)}`;
  const screen = isQuiet ? null : new ProgressLine(process.stdout, progress);
  for (const found of submissions) {
    Object.assign(done, { name: found.name, scenarios: 0 });
    const result = await gradeOne(found, lab, { ...options, onScenario: () => done.scenarios++ });
    // A half-run submission has no grade.
    if (stop.stopped) break;
    graded.push(result);
    screen?.print(tableRow(result.grade, lab));
  }
  screen?.end();
  return graded;
}

async function gradeOne(
  found: FoundSubmission,
  lab: Lab,
  options: {
    readonly seeds: number | undefined;
    readonly jobs: number;
    readonly stop: Stop;
    readonly onScenario: () => void;
  },
): Promise<GradedSubmission> {
  const { jobs, stop, onScenario } = options;
  try {
    const submission = await compileSubmission(found.folder, lab);
    const seedsOf = ({ seeds }: { seeds: number }): number[] => firstSeeds(options.seeds ?? seeds);
    const selection = { lab, scenarios: lab.scenarios };
    const report = await testSubmission(selection, submission, { seedsOf, jobs, stop, onScenario });
    return { ...found, grade: gradeOf(found.name, report, lab), report };
  } catch (error) {
    // Whatever is wrong with one submission, the others are graded.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    const note = error instanceof SubmissionError ? reason : `could not be graded: ${reason}`;
    return { ...found, grade: gradeOfNothing(found.name, lab, note), report: null };
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
