import { relative, resolve } from 'node:path';
import chalk from 'chalk';
import type { Command } from 'commander';
import type { Scenario } from '../../harness/scenario/scenario.ts';
import { compileSubmission, type CompiledSubmission } from '../realm/compile.ts';
import { saveFailure } from '../report/failure-file.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { testJson } from '../report/test-json.ts';
import { findLabs } from '../run/find-labs.ts';
import {
  firstSeeds,
  readCount,
  readJobs,
  select,
  UsageError,
  type Selection,
} from '../run/select.ts';
import { testSubmission, type ScenarioReport, type TestReport } from '../run/test-submission.ts';
import { EXIT } from './exit-codes.ts';

interface TestOptions {
  readonly submission: string;
  readonly seeds?: string;
  readonly seed?: string;
  readonly scenario?: string;
  readonly jobs?: string;
  readonly json?: boolean;
}

/** Adds `splitbrain test [lab or part]`. */
export function addTestCommand(program: Command): void {
  program
    .command('test')
    .description('run a lab or a part of it against a submission')
    .argument('[what]', "a lab or a part, such as 'raft' or '3B'", 'raft')
    .option('--submission <folder>', 'folder that holds the submission', '.')
    .option('--seeds <n>', 'seeds for each scenario')
    .option('--seed <s>', 'this one seed only')
    .option('--scenario <id>', 'this one scenario only')
    .option('--jobs <n>', 'processes at once')
    .option('--json', 'print one JSON object for programs to read')
    .action(async (what: string, options: TestOptions) => {
      process.exitCode = await test(what, options);
    });
}

async function test(what: string, options: TestOptions): Promise<number> {
  const started = performance.now();
  const selection = select(await findLabs(), what, options.scenario);
  const folder = resolve(options.submission);
  const seedsOf = readSeeds(options);
  const jobs = readJobs(options.jobs);
  const submission = await compileSubmission(folder, selection.lab);
  const stop = stopOnInterrupt();
  const quiet = options.json === true;
  if (!quiet) console.log(heading(what, selection));
  const report = await testSubmission(selection, submission, {
    seedsOf,
    jobs,
    stop,
    ...(quiet ? {} : { onScenario: (each) => console.log(scenarioLine(each)) }),
  });
  const file = saveFailures(report, selection, submission);
  const wallMs = performance.now() - started;
  if (quiet) console.log(JSON.stringify(testJson(report, wallMs)));
  else await printEnd(report, selection, submission, wallMs, file);
  if (stop.stopped) console.error('interrupted: what was finished is above and saved');
  return report.passed ? EXIT.passed : EXIT.failed;
}

function readSeeds(options: TestOptions): (scenario: Scenario) => readonly number[] {
  if (options.seed !== undefined && options.seeds !== undefined) {
    throw new UsageError('give --seed or --seeds, not both');
  }
  if (options.seed !== undefined) {
    const seed = readCount('--seed', options.seed, 0);
    return () => [seed];
  }
  const count = options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
  return (scenario) => firstSeeds(count ?? scenario.seeds);
}

/** The first Ctrl-C ends the run and prints what is finished; a second one ends the process. */
function stopOnInterrupt(): { stopped: boolean } {
  const stop = { stopped: false };
  process.once('SIGINT', () => {
    stop.stopped = true;
  });
  return stop;
}

function heading(what: string, { lab, scenarios }: Selection): string {
  const part = lab.parts.find((each) => each.id.toLowerCase() === what.toLowerCase());
  const title = part === undefined ? lab.title : `${lab.title}: ${part.title}`;
  const count = `${scenarios.length} scenario${scenarios.length === 1 ? '' : 's'}`;
  return chalk.bold(`Lab ${part?.id ?? lab.number}  ${title}  (${count})`);
}

function scenarioLine({ scenario, runs, verdict }: ScenarioReport): string {
  const passed = runs.filter(({ result }) => result.verdict.kind === 'passed').length;
  const sign = verdict === 'passed' ? chalk.green('ok  ') : chalk.red('FAIL');
  const virtualUs = runs.reduce((sum, { result }) => sum + result.virtualUs, 0);
  const each = (virtualUs / 1_000_000 / Math.max(1, runs.length)).toFixed(1);
  const count = `${passed}/${runs.length}`.padStart(7);
  const title = scenario.title.padEnd(46);
  return `  ${sign}  ${scenario.part}  ${title} ${count}  ${each.padStart(6)} s simulated`;
}

function saveFailures(
  report: TestReport,
  { lab }: Selection,
  submission: CompiledSubmission,
): string | null {
  let first: string | null = null;
  for (const { scenario, runs } of report.scenarios) {
    const failed = runs.find(({ result }) => result.verdict.kind !== 'passed');
    if (failed === undefined) continue;
    const { folder, digest } = submission;
    const { seed, result } = failed;
    const failure = { lab: lab.id, scenario: scenario.id, seed, submission: folder, digest };
    const file = saveFailure(process.cwd(), failure, result);
    first ??= file;
  }
  return first;
}

async function printEnd(
  report: TestReport,
  selection: Selection,
  submission: CompiledSubmission,
  wallMs: number,
  file: string | null,
): Promise<void> {
  const failed = report.scenarios.find((each) => each.verdict !== 'passed');
  const run = failed?.runs.find(({ result }) => result.verdict.kind !== 'passed');
  const spent = `${(report.virtualUs / 3_600_000_000).toFixed(2)} h simulated in ${(wallMs / 1_000).toFixed(1)} s`;
  if (failed !== undefined && run !== undefined) {
    console.log('');
    const lines = await tellFailure(selection.lab, failed.scenario, submission, run.seed);
    console.log(lines.join('\n'));
  }
  console.log(`\n${report.points}/${report.maxPoints} points. ${spent}.`);
  if (file !== null) {
    const path = relative(process.cwd(), file);
    console.log(`\nAgain, exactly this run:\n  splitbrain replay ${path}`);
  }
}
