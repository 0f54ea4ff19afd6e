import { basename, resolve } from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import type { Lab } from '../../harness/scenario/scenario.ts';
import { SubmissionError } from '../realm/compile-error.ts';
import { compileSubmission } from '../realm/compile.ts';
import { JSON_VERSION } from '../report/test-json.ts';
import { nameVerdict } from '../report/verdict-words.ts';
import { findLabs } from '../run/find-labs.ts';
import { firstSeeds, readCount, readJobs, select } from '../run/select.ts';
import { testSubmission, type TestReport } from '../run/test-submission.ts';
import { EXIT } from './exit-codes.ts';

interface Grade {
  readonly name: string;
  readonly parts: Readonly<Record<string, number>>;
  readonly points: number;
  readonly passed: boolean;
  /** The first thing that went wrong; empty for full points. */
  readonly note: string;
  readonly traceHash: string;
}

/** Adds `splitbrain grade <submissions..>`: a folder a submission. */
export function addGradeCommand(program: Command): void {
  program
    .command('grade')
    .description('grade submissions, one folder each')
    .argument('<submissions...>', 'the folders')
    .option('--lab <lab>', 'the lab', 'raft')
    .option('--seeds <n>', 'seeds for each scenario')
    .option('--jobs <n>', 'processes at once')
    .option('--json', 'print one JSON object for programs to read')
    .action(
      async (
        folders: string[],
        options: { lab: string; seeds?: string; jobs?: string; json?: boolean },
      ) => {
        const { lab } = select(await findLabs(), options.lab, undefined);
        const seeds =
          options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
        const jobs = readJobs(options.jobs);
        process.exitCode = await grade(folders, lab, { seeds, jobs, json: options.json === true });
      },
    );
}

const WARNING =
  'Nothing is sandboxed yet: a submission runs with your rights. Grade only code that you trust.';

/** Grades every folder and prints a table or JSON; gives the exit code. */
export async function grade(
  folders: readonly string[],
  lab: Lab,
  options: { readonly seeds: number | undefined; readonly jobs: number; readonly json: boolean },
): Promise<number> {
  const width = Math.max(12, ...folders.map((folder) => basename(resolve(folder)).length + 2));
  if (!options.json) {
    const parts = lab.parts.map((part) => part.id.padEnd(8)).join('');
    console.log(chalk.bold(`${'submission'.padEnd(width)}${parts}total   first broken promise`));
  }
  const grades: Grade[] = [];
  for (const folder of folders) {
    const graded = await gradeOne(resolve(folder), lab, options);
    grades.push(graded);
    if (!options.json) console.log(row(graded, lab, width));
  }
  const passed = grades.every((each) => each.passed);
  if (options.json) {
    const sandboxed = false;
    console.log(JSON.stringify({ version: JSON_VERSION, passed, sandboxed, submissions: grades }));
  } else console.log(`\n${chalk.yellow(WARNING)}`);
  return passed ? EXIT.passed : EXIT.failed;
}

async function gradeOne(
  folder: string,
  lab: Lab,
  options: { readonly seeds: number | undefined; readonly jobs: number },
): Promise<Grade> {
  const name = basename(folder);
  try {
    const submission = await compileSubmission(folder, lab);
    const report = await testSubmission({ lab, scenarios: lab.scenarios }, submission, {
      seedsOf: ({ seeds }) => firstSeeds(options.seeds ?? seeds),
      jobs: options.jobs,
      stop: { stopped: false },
    });
    const { points, passed, traceHash } = report;
    return { name, parts: partPoints(report, lab), points, passed, note: note(report), traceHash };
  } catch (error) {
    if (!(error instanceof SubmissionError)) throw error;
    const [first = ''] = error.message.split('\n');
    return { name, parts: {}, points: 0, passed: false, note: first, traceHash: '' };
  }
}

function partPoints(report: TestReport, lab: Lab): Record<string, number> {
  const parts: Record<string, number> = {};
  for (const part of lab.parts) {
    parts[part.id] = report.scenarios
      .filter((each) => each.scenario.part === part.id)
      .reduce((sum, each) => sum + each.points, 0);
  }
  return parts;
}

function note({ scenarios }: TestReport): string {
  const failed = scenarios.find((each) => each.verdict !== 'passed');
  if (failed === undefined) return '';
  const bad = failed.runs.filter(({ result }) => result.verdict.kind !== 'passed');
  const [first] = bad;
  const words = first === undefined ? 'not finished' : nameVerdict(first.result.verdict);
  return `${words} in ${failed.scenario.id} (${bad.length} of ${failed.runs.length} seeds)`;
}

function row(graded: Grade, lab: Lab, width: number): string {
  const parts = lab.parts.map(({ id, points }) => `${graded.parts[id] ?? 0}/${points}`.padEnd(8));
  const all = lab.parts.reduce((sum, part) => sum + part.points, 0);
  const total = `${graded.points}/${all}`.padEnd(8);
  return `${graded.name.padEnd(width)}${parts.join('')}${total}${graded.note}`;
}
