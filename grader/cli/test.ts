import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { Lab, Scenario } from '../../harness/scenario/scenario.ts';
import { compileSubmission, type CompiledSubmission } from '../compile/compile.ts';
import { colour } from '../report/colour.ts';
import { fold } from '../report/fold.ts';
import { mostTelling } from '../report/most-telling.ts';
import { ownWidth } from '../report/screen.ts';
import { tellFailure } from '../report/tell-failure.ts';
import { testJson } from '../report/test-json.ts';
import {
  effort,
  firstFailure,
  heading,
  listed,
  nextTest,
  partHeading,
  pointsLine,
  scenarioLines,
  tableOf,
} from '../report/test-report.ts';
import { labsIn } from '../intake/labs-in.ts';
import { explainFailure, type SmallSchedule } from '../run/explain-failure.ts';
import { findLabs } from '../labs/find-labs.ts';
import {
  firstSeeds,
  readCount,
  readJobs,
  readLabs,
  select,
  UsageError,
  type Selection,
} from '../run/select.ts';
import { testSubmission, type ScenarioReport, type TestReport } from '../run/test-submission.ts';
import { saveFailure } from '../store/failure-file.ts';
import { EXIT } from './exit-codes.ts';
import { OverrunWatch, stopOnInterrupt, type Stop } from './interrupt.ts';
import { againLines, ownCommand, quote, replayCommand } from './own-command.ts';
import { elapsed, ProgressLine } from './progress-line.ts';
import { tellUnsafe } from '../report/tell-unsafe.ts';
import { UNSAFE_SHARE } from '../run/unsafe-parts.ts';

interface TestOptions {
  readonly submission: string;
  readonly seeds?: string;
  readonly seed?: string;
  readonly scenario?: string;
  readonly list?: boolean;
  readonly withReference?: string;
  readonly jobs?: string;
  readonly json?: boolean;
}

/** One call of `test`, as the user typed it and as it was understood. */
interface TestRun {
  readonly what: string;
  readonly options: TestOptions;
  readonly labs: readonly Lab[];
  readonly selection: Selection;
  readonly submission: CompiledSubmission;
  readonly seedsOf: (scenario: Scenario) => readonly number[];
  readonly jobs: number;
  readonly stop: Stop;
  readonly overruns: OverrunWatch;
  readonly startedMs: number;
}

/** Adds `splitbrain test [lab or part]`. */
export function addTestCommand(program: Command): void {
  program
    .command('test')
    .description('run a lab, or a part of it, against your code')
    .argument(
      '[what]',
      "a lab or a part, such as 'raft' or '3B' (default: every lab that is there)",
    )
    .option('--submission <folder>', 'folder that holds the code', '.')
    .option('--scenario <id>', 'this one scenario only')
    .option('--list', 'list the scenarios with their ids, and run nothing')
    .option(
      '--seeds <n>',
      'run the seeds 1 to n of each scenario (default: as many as --list says)',
    )
    .option('--seed <s>', 'run this one seed only')
    .option(
      '--with-reference <labs>',
      "earlier labs to take from the reference, such as 'raft,kvraft'",
    )
    .option('--jobs <n>', 'processes at once (default: one per core)')
    .option('--json', 'print one JSON object for programs to read; one for each lab')
    .action(async (what: string | undefined, options: TestOptions) => {
      process.exitCode = await testAll(what, options);
    });
}

/** Tests what was named, or one lab after the other until one does not pass. */
async function testAll(what: string | undefined, options: TestOptions): Promise<number> {
  const labs = await findLabs();
  if (what !== undefined) return test(what, options, labs);
  let code: number = EXIT.passed;
  for (const { id } of labsIn([resolve(options.submission)], labs)) {
    code = await test(id, options, labs);
    if (code !== EXIT.passed) return code;
  }
  return code;
}

async function test(what: string, options: TestOptions, labs: readonly Lab[]): Promise<number> {
  const startedMs = performance.now();
  const selection = select(labs, what, options.scenario);
  if (options.list === true) {
    console.log(listed(selection.scenarios, ownWidth()).join('\n'));
    return EXIT.passed;
  }
  const seedsOf = readSeeds(options);
  const jobs = readJobs(options.jobs);
  const withReference = readLabs(labs, options.withReference);
  const folder = resolve(options.submission);
  const submission = await compileSubmission(folder, selection.lab, withReference);
  const stop = stopOnInterrupt();
  const overruns = new OverrunWatch(stop);
  const known = { what, options, labs, selection, submission };
  const run = { ...known, seedsOf, jobs, stop, overruns, startedMs };
  const report = options.json === true ? await testQuietly(run) : await testAloud(run);
  if (report.passed) return EXIT.passed;
  const failed = report.scenarios.some((each) => firstFailure(each) !== undefined);
  return stop.stopped && !failed ? EXIT.couldNotRun : EXIT.failed;
}

function readSeeds(options: TestOptions): (scenario: Scenario) => readonly number[] {
  if (options.seed !== undefined && options.seeds !== undefined) {
    throw new UsageError('give --seed for one seed or --seeds for many, not both');
  }
  if (options.seed !== undefined) {
    const seed = readCount('--seed', options.seed, 0);
    return () => [seed];
  }
  const count = options.seeds === undefined ? undefined : readCount('--seeds', options.seeds, 1);
  return (scenario) => firstSeeds(count ?? scenario.seeds);
}

/** Runs without a word and prints one JSON object. */
async function testQuietly(run: TestRun): Promise<TestReport> {
  const { selection, submission, seedsOf, jobs, stop, startedMs } = run;
  const report = await testSubmission(selection, submission, {
    seedsOf,
    jobs,
    stop,
    onRun: (result) => run.overruns.see(result),
    onScenario: (each) => void keepFailure(each, run),
  });
  const json = testJson(report, performance.now() - startedMs);
  console.log(JSON.stringify({ ...json, interrupted: stop.stopped && !run.overruns.isHopeless }));
  return report;
}

async function testAloud(run: TestRun): Promise<TestReport> {
  const { what, selection, submission, seedsOf, jobs, stop, startedMs } = run;
  const { scenarios } = selection;
  const runs = scenarios.reduce((sum, each) => sum + seedsOf(each).length, 0);
  const done = { scenarios: 0, runs: 0 };
  const table = tableOf(selection, ownWidth());
  console.log(heading(what, selection, { runs, jobs }, table).join('\n'));
  const screen = new ProgressLine(
    process.stdout,
    () =>
      `  ${done.scenarios}/${scenarios.length} scenarios, ${done.runs}/${runs} runs, ${elapsed(startedMs)}` +
      (stop.stopped ? ', stopping' : ''),
  );
  /** Failure files by their scenarios. */
  const files = new Map<string, string>();
  const report = await testSubmission(selection, submission, {
    seedsOf,
    jobs,
    stop,
    onRun(result) {
      done.runs++;
      run.overruns.see(result);
    },
    onScenario(each) {
      const part = partHeading(selection, each.scenario);
      if (each.runs.length === 0) return;
      done.scenarios++;
      for (const line of [...(part === null ? [] : [part]), ...scenarioLines(each, table)]) {
        screen.print(line);
      }
      const file = keepFailure(each, run);
      if (file !== null) files.set(each.scenario.id, file);
    },
  });
  screen.end();
  await printEnd(report, run, files);
  return report;
}

/** Saves a scenario's first failure, so that it can be replayed; returns its file. */
function keepFailure(
  report: ScenarioReport,
  { selection, submission }: TestRun,
  smallest?: SmallSchedule,
): string | null {
  const failed = report.runs.find(({ result }) => result.verdict.kind !== 'passed');
  if (failed === undefined) return null;
  const { folder, digest, withReference } = submission;
  const { seed, result } = failed;
  const failure = { lab: selection.lab.id, scenario: report.scenario.id, seed };
  return saveFailure(
    process.cwd(),
    { ...failure, submission: folder, digest, withReference, smallest },
    result,
  );
}

async function printEnd(
  report: TestReport,
  run: TestRun,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  const { selection, submission, stop, startedMs } = run;
  const failures = mostTelling(report.scenarios);
  const [failed] = failures;
  const failure = failed && firstFailure(failed);
  const spent = effort(report, performance.now() - startedMs);
  let hasSmallest = false;
  if (failed !== undefined && failure !== undefined) {
    const screen = new ProgressLine(process.stdout, () => '  Looking for a smaller schedule');
    const { lab } = selection;
    const told = await explainFailure(lab, failed.scenario, submission, failure, { stop });
    screen.end();
    console.log(['', ...tellFailure(told, ownWidth())].join('\n'));
    const smallest = told.run?.smallest;
    hasSmallest = smallest !== undefined;
    keepFailure(failed, run, smallest);
  }
  console.log('');
  if (stop.stopped) print(tellEnd(report, run.overruns), colour.yellow);
  const all =
    report.scenarios.length === 1 ? 'The scenario' : `All ${report.scenarios.length} scenarios`;
  const unsafe = report.points === 0 ? null : tellUnsafe(report.unsafe, UNSAFE_SHARE);
  if (unsafe !== null) print(unsafe);
  if (!report.passed) print(`${pointsLine(report)}. ${spent}`);
  else {
    print(`${all} passed: ${pointsLine(report)}. ${spent}`, colour.green);
    const next = nextTest(run.what, selection, run.labs);
    if (next !== null) console.log(`Next: ${ownCommand()} test ${next}${sameFolder(run.options)}`);
  }
  const [main, ...others] = failures.flatMap(({ scenario }) => files.get(scenario.id) ?? []);
  if (main !== undefined) printReplays(main, others, hasSmallest);
}

function tellEnd({ scenarios }: TestReport, { isHopeless }: OverrunWatch): string {
  if (isHopeless)
    return 'Stopped early: every run so far went over budget, which takes seconds each time.';
  const ended = scenarios.filter(({ verdict }) => verdict !== 'undecided').length;
  return `Interrupted: ${ended} of ${scenarios.length} scenarios have a verdict; the failures so far are saved.`;
}

/** A sentence within the screen's width. */
function print(words: string, paint: (line: string) => string = (line) => line): void {
  for (const line of fold(words, ownWidth())) console.log(paint(line));
}

function sameFolder({ submission }: TestOptions): string {
  return submission === '.' ? '' : ` --submission ${quote(submission)}`;
}

/** Other failures than the one explained that are listed: a screen has room for no more. */
const OTHERS_LISTED = 5;

function printReplays(main: string, others: readonly string[], hasSmallest: boolean): void {
  if (others.length > 0) console.log('');
  for (const [at, file] of others.slice(0, OTHERS_LISTED).entries()) {
    console.log(`${at === 0 ? 'also: ' : '      '}${replayCommand(file)}`);
  }
  const left = others.length - OTHERS_LISTED;
  if (left > 0) console.log(`      and ${left} more in .splitbrain/failures`);
  console.log(['', ...againLines(main, hasSmallest)].join('\n'));
}
